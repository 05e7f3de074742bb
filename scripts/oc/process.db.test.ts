import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'

useTestDatabase()

const PATIENCE_MS = 60_000

const oc = (argv: readonly string[], environment: Record<string, string> = {}) =>
  ocIn({ ...process.env, ...environment }, argv)

/** The tool as an operator runs it, in a process of its own. It is killed, and the code is null, when it does not end by itself. */
async function ocIn(environment: NodeJS.ProcessEnv, argv: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/oc.ts', ...argv], {
    env: environment,
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

test('in a folder without a database a command refuses, says where one may be, and makes none', {
  timeout: PATIENCE_MS,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oc-elsewhere-'))
  const { out, err, code } = await oc(['ledger', 'check'], { DATABASE_URL: '', DATA_DIR: folder })
  expect({ out, code }).toEqual({ out: '', code: 1 })
  expect(err).toContain(`There is no database in ${folder}. Set DATA_DIR`)
  const looked = await oc(['doctor'], { DATABASE_URL: '', DATA_DIR: folder })
  expect(looked.code).toBe(1)
  expect(looked.out).toContain(`FAULT    database             There is no database in ${folder}.`)
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true, force: true })
})

test('without DATABASE_URL the embedded database runs for the moment of the command', {
  timeout: PATIENCE_MS,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oc-embedded-'))
  await chmod(folder, 0o755)
  expect((await oc(['migrate'], { DATABASE_URL: '', DATA_DIR: folder })).code).toBe(0)
  const { out, code } = await oc(['user', 'list'], { DATABASE_URL: '', DATA_DIR: folder })
  expect({ out, code }).toEqual({ out: 'There is nobody yet.\n', code: 0 })
  expect(existsSync(path.join(folder, 'postgres', 'PG_VERSION'))).toBe(true)
  expect(existsSync(path.join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  expect(await readdir(path.join(folder, 'leases'))).toEqual([])
  await rm(folder, { recursive: true, force: true })
})

test('with no configuration at all, verify-proof judges by what the file holds and says that it asked no registry', {
  timeout: 2 * PATIENCE_MS,
}, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oc-nothing-'))
  const [file, gateway] = [path.join(folder, 'proof.json'), testPerson('gateway')]
  const timestamp = Math.floor(Date.now() / 1000) - 60
  const to = { ocid: 300, reference: 'ord_1' }
  const proof = { txid: 'tx_1', issuer: 200, from: { ocid: 200 }, to, amount: '99.99', currency: 'USD', timestamp }
  const order = { id: 'ord_1', ocid: 999, amount: '99.99', currency: 'USD', createdAt: timestamp }
  const key = { ocid: 200, publicKey: gateway.key.hex, firstSeenAt: timestamp, lastSeenAt: timestamp }
  const bundle = { proof, signature: signObject(proof, gateway.signer), order, keys: [key] }
  // Only where the folder of the machine's own gateway is not looked for.
  const verify = async (evidence: object, ...more: string[]) => {
    await writeFile(file, JSON.stringify(evidence))
    return ocIn({ NODE_ENV: 'test', DATA_DIR: path.join(folder, 'data') }, ['verify-proof', file, ...more])
  }
  const { out, err, code } = await verify(bundle)
  expect({ err, code }).toEqual({ err: '', code: 0 })
  expect(out).toMatch(/^OCID 200 states that 99\.99 USD was paid to OCID 300 on .*, with the reference “ord_1”; /)
  expect(out).toMatch(/note +agreed payee +The order names merchant 999; .* that 300 pays 999 is not proved here\./)
  expect(out).toMatch(/note +registry +.*nothing was compared with a registry/)
  expect(out).toMatch(/\nVALID, by the keys in the file: whose they are was not compared with a registry\n$/)
  const changed = await verify({ ...bundle, proof: { ...proof, amount: '1.00' } }, '--json')
  expect(JSON.parse(changed.out)).toMatchObject({ valid: false, comparedWithRegistry: false })
  expect(changed.code).toBe(1)
  expect(await verify({ ...bundle, keys: [] })).toMatchObject({ out: expect.stringContaining('NOT DECIDED'), code: 1 })
  expect(existsSync(path.join(folder, 'data'))).toBe(false)
  await rm(folder, { recursive: true, force: true })
})

test('a gateway that is half configured is told so, also by verify-proof', { timeout: PATIENCE_MS }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oc-half-'))
  const file = path.join(folder, 'proof.json')
  await writeFile(file, '{"proof":{},"signature":"00"}')
  const environment: NodeJS.ProcessEnv = { NODE_ENV: 'test', DATA_DIR: folder, GATEWAY_OCID: '200' }
  const { out, err, code } = await ocIn(environment, ['verify-proof', file])
  expect({ out, code }).toEqual({ out: '', code: 1 })
  expect(err).toContain('GATEWAY_PRIVATE_KEY is missing')
  await rm(folder, { recursive: true, force: true })
})

test('a reader that stops reading ends it without a word', { timeout: PATIENCE_MS }, async () => {
  const command = `'${process.execPath}' --import tsx scripts/oc.ts --help | head -1`
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] })
  const err: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  child.stdout.resume()
  await new Promise((resolve) => child.once('close', resolve))
  expect(Buffer.concat(err).toString()).toBe('')
})
