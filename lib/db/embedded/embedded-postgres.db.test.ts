import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, readlink, rename, rmdir, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { acquireEmbeddedPostgres } from './embedded-postgres'
import { askPostgres, holdPostgres, makeDataFolder, postmasterOf, removeDataFolder } from './testing/postgres-holder'

const patient = 60_000
const one = [{ one: 1 }]

/** Kills the server that runs there, and waits until it answers no more. Gives its process number. */
async function killServer(folder: string, url: string): Promise<number> {
  const postmaster = await postmasterOf(folder)
  process.kill(postmaster, 'SIGKILL')
  await vi.waitFor(async () => expect(await askPostgres(url)).toBe('ECONNREFUSED'), { timeout: 10_000 })
  return postmaster
}

/** Takes the port of a server that does not run. Gives what leaves it again. */
async function squatOn(url: string): Promise<() => Promise<void>> {
  const squatter = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => squatter.listen(Number(new URL(url).port), '127.0.0.1', resolve))
  return () => new Promise((resolve) => squatter.close(() => resolve()))
}

const serverLog = (folder: string) => readFile(path.join(folder, 'postgres', 'server.log'), 'utf8')

describe('one folder has one server', () => {
  let folder: string

  beforeAll(async () => {
    folder = await makeDataFolder()
  })

  afterAll(() => removeDataFolder(folder))

  test('two processes that start at once share it, and the last to leave stops it', { timeout: patient }, async () => {
    const [first, second] = await Promise.all([holdPostgres(folder), holdPostgres(folder)])
    expect(second.url).toBe(first.url)
    await first.release()
    expect(await askPostgres(second.url)).toEqual(one)
    await second.release()
    expect(await askPostgres(second.url)).toBe('ECONNREFUSED')
    expect(await readdir(path.join(folder, 'leases'))).toEqual([])
  })

  test('the next start finds its data, and its password is for its owner’s eyes only', {
    timeout: patient,
  }, async () => {
    const { url, release } = await acquireEmbeddedPostgres(folder)
    await askPostgres(url, 'CREATE TABLE kept AS SELECT 7 AS seven')
    await release()
    const again = await acquireEmbeddedPostgres(folder)
    expect(await askPostgres(again.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }])
    expect(new URL(again.url).password).toBe(new URL(url).password)
    expect((await stat(path.join(folder, 'postgres.password'))).mode & 0o077).toBe(0)
    await again.release()
  })

  test.runIf(existsSync('/proc/self/environ'))(
    'is told none of the gateway’s secrets',
    { timeout: patient },
    async () => {
      vi.stubEnv('GATEWAY_PRIVATE_KEY', 'ab'.repeat(32))
      const { release } = await acquireEmbeddedPostgres(folder)
      vi.unstubAllEnvs()
      const told = await readFile(`/proc/${await postmasterOf(folder)}/environ`, 'utf8')
      expect(told).toContain('PATH=')
      expect(told).not.toContain('GATEWAY_')
      await release()
    },
  )

  test('a process that is killed leaves it running: the next one finds it, and stops it at the end', {
    timeout: patient,
  }, async () => {
    const killed = await holdPostgres(folder)
    const postmaster = await postmasterOf(folder)
    await killed.kill()
    const next = await acquireEmbeddedPostgres(folder)
    expect([next.url, await postmasterOf(folder)]).toEqual([killed.url, postmaster])
    await next.release()
    expect(await askPostgres(next.url)).toBe('ECONNREFUSED')
  })

  test('for whoever holds it, a server that is killed is there again by itself, at the same place and with its data', {
    timeout: patient,
  }, async () => {
    const { url, release } = await acquireEmbeddedPostgres(folder)
    await askPostgres(url, 'CREATE TABLE written AS SELECT 8 AS eight')
    const killed = await killServer(folder, url)
    const isBack = async () => expect(await askPostgres(url, 'SELECT eight FROM written')).toEqual([{ eight: 8 }])
    await vi.waitFor(isBack, { timeout: 30_000 })
    expect(await postmasterOf(folder)).not.toBe(killed)
    await release()
    expect(await askPostgres(url)).toBe('ECONNREFUSED')
  })

  test('when it cannot be started again at first, that is tried until it can', { timeout: patient }, async () => {
    const holder = await holdPostgres(folder)
    process.kill(holder.pid, 'SIGSTOP')
    await killServer(folder, holder.url)
    const leave = await squatOn(holder.url)
    process.kill(holder.pid, 'SIGCONT')
    await vi.waitFor(async () => expect(await serverLog(folder)).toContain('could not bind'), { timeout: 30_000 })
    await leave()
    await vi.waitFor(async () => expect(await askPostgres(holder.url)).toEqual(one), { timeout: 30_000 })
    await holder.release()
  })

  test('when whoever tried first to start it again has gone without success, another who holds it does', {
    timeout: patient,
  }, async () => {
    const [holder, first] = [await holdPostgres(folder), await holdPostgres(folder)]
    process.kill(holder.pid, 'SIGSTOP')
    process.kill(first.pid, 'SIGSTOP')
    await killServer(folder, holder.url)
    const leave = await squatOn(holder.url)
    process.kill(first.pid, 'SIGCONT')
    const misses = (text: string) => text.split('could not bind').length
    const before = misses(await serverLog(folder))
    await vi.waitFor(async () => expect(misses(await serverLog(folder))).toBeGreaterThan(before), { timeout: 30_000 })
    await first.kill()
    await leave()
    process.kill(holder.pid, 'SIGCONT')
    await vi.waitFor(async () => expect(await askPostgres(holder.url)).toEqual(one), { timeout: 30_000 })
    await holder.release()
  })

  test('it is started where those wait for it who hold it already', { timeout: patient }, async () => {
    const holder = await holdPostgres(folder)
    process.kill(holder.pid, 'SIGSTOP')
    await killServer(folder, holder.url)
    const next = await acquireEmbeddedPostgres(folder)
    expect(next.url).toBe(holder.url)
    await holder.kill()
    await next.release()
  })

  test('a note of a server that is not there is not believed, whoever has its process number now', {
    timeout: patient,
  }, async () => {
    const note = path.join(folder, 'postgres', 'postmaster.pid')
    const { url, release } = await acquireEmbeddedPostgres(folder)
    const lines = (await readFile(note, 'utf8')).split('\n')
    await release()
    await writeFile(note, [process.pid, ...lines.slice(1)].join('\n'))
    const again = await acquireEmbeddedPostgres(folder)
    expect(await askPostgres(again.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }])
    expect(again.url).not.toBe(url)
    await again.release()
  })

  test('a lease with our own number is of one that had it before: the port is chosen anew', {
    timeout: patient,
  }, async () => {
    const { url, release } = await acquireEmbeddedPostgres(folder)
    await release()
    await writeFile(path.join(folder, 'leases', String(process.pid)), '')
    const leave = await squatOn(url)
    const again = await acquireEmbeddedPostgres(folder)
    expect(await askPostgres(again.url)).toEqual(one)
    await again.release()
    await leave()
  })

  test('it takes no connection without the password', { timeout: patient }, async () => {
    const { url, release } = await acquireEmbeddedPostgres(folder)
    const wrong = new URL(url)
    wrong.password = 'guessed'
    expect(await askPostgres(wrong.href)).toBe('28P01')
    expect(await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).toContain('\n127.0.0.1\n')
    await release()
  })
})

test('a start that was broken off while it made the cluster is made up for', { timeout: patient }, async () => {
  const folder = await makeDataFolder()
  const draft = path.join(folder, 'postgres.new')
  await mkdir(path.join(draft, 'base'), { recursive: true })
  await writeFile(path.join(draft, 'PG_VERSION'), '18')
  await mkdir(path.join(folder, 'leases'))
  await writeFile(path.join(folder, 'postgres.lock'), '999999999')
  const { url, release } = await acquireEmbeddedPostgres(folder)
  expect(await askPostgres(url)).toEqual(one)
  expect(existsSync(draft)).toBe(false)
  await release()

  // And in the one moment in which the old folder was gone and the whole new one not yet in its place.
  await rename(path.join(folder, 'postgres'), draft)
  const again = await acquireEmbeddedPostgres(folder)
  expect(await askPostgres(again.url)).toEqual(one)
  await again.release()
  await removeDataFolder(folder)
})

test.runIf(process.getuid?.() === 0)(
  'as root, in a folder that PostgreSQL’s user cannot enter, the cluster stands elsewhere and a link shows where',
  { timeout: patient },
  async () => {
    const folder = await makeDataFolder(0o700)
    const { url, release } = await acquireEmbeddedPostgres(folder)
    expect(await askPostgres(url)).toEqual(one)
    expect(await readlink(path.join(folder, 'postgres'))).toMatch(
      /^\/var\/lib\/opencharge-gateway\/[0-9a-f]{16}\/postgres$/,
    )
    await release()
    const again = await acquireEmbeddedPostgres(folder)
    expect(new URL(again.url).password).toBe(new URL(url).password)
    await again.release()
    await removeDataFolder(folder)
    await expect(rmdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  },
)
