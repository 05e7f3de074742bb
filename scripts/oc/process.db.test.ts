import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'

useTestDatabase()

const PATIENCE_MS = 60_000

/** The tool as an operator runs it, in a process of its own. It is killed, and the code is null, when it does not end by itself. */
async function oc(argv: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/oc.ts', ...argv], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  })
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(), code }
}

test('with --json, standard output is one document and the process ends by itself', {
  timeout: PATIENCE_MS,
}, async () => {
  const { out, err, code } = await oc(['user', 'list', '--json'])
  expect({ err, code }).toEqual({ err: '', code: 0 })
  expect(JSON.parse(out)).toEqual({ users: [], hasMore: false })
})

test('a database that is away is a sentence with its address, without a stack', { timeout: PATIENCE_MS }, async () => {
  const { out, err, code } = await oc(['ledger', 'check'], { DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/books' })
  expect({ out, code }).toEqual({ out: '', code: 1 })
  expect(err).toBe('PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED). Start it, or mend DATABASE_URL.\n')
})

test('every mistake of the configuration is a line', { timeout: PATIENCE_MS }, async () => {
  const { err, code } = await oc(['user', 'list'], { DATABASE_URL: 'mysql://books', CURRENCIES: 'usd' })
  expect(code).toBe(1)
  expect(err).toMatch(/^The configuration has mistakes:\n {2}- DATABASE_URL must .*\n {2}- CURRENCIES .*\n$/)
})

test('without DATABASE_URL the embedded database runs for the moment of the command', {
  timeout: PATIENCE_MS,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oc-embedded-'))
  await chmod(folder, 0o755)
  const { out, err, code } = await oc(['user', 'list'], { DATABASE_URL: '', DATA_DIR: folder })
  expect({ out, code }).toEqual({ out: 'There is nobody yet.\n', code: 0 })
  expect(err).toContain('new and empty')
  expect(existsSync(path.join(folder, 'postgres', 'PG_VERSION'))).toBe(true)
  expect(existsSync(path.join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  expect(await readdir(path.join(folder, 'leases'))).toEqual([])
  await rm(folder, { recursive: true, force: true })
})
