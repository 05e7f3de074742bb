import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'

/** Starts a process that uses the server of this folder. Gives the server's URL, and the ways to end the process. */
export async function holdPostgres(dataDir: string) {
  const script = path.join(import.meta.dirname, 'hold-postgres.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let errors = ''
  child.stderr.on('data', (part: Buffer) => {
    errors += part
  })
  const told = once(child.stdout, 'data').then(([line]) => String(line).trim())
  const failed = ended.then(() => Promise.reject(new Error(`the holder ended early: ${errors}`)))
  failed.catch(() => undefined)
  return {
    url: await Promise.race([told, failed]),
    pid: child.pid ?? 0,
    async release() {
      child.stdin.end()
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A folder that PostgreSQL's own user can enter, as a project's folder is. */
export async function makeDataFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gateway-embedded-'))
  await chmod(folder, mode)
  return folder
}

export async function removeDataFolder(folder: string): Promise<void> {
  const elsewhere = await readlink(path.join(folder, 'postgres')).catch(() => undefined)
  if (elsewhere) await rm(path.dirname(elsewhere), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
}

/** The process of the server that runs on the folder's cluster. */
export async function postmasterOf(folder: string): Promise<number> {
  return Number((await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
}

/** What the server answers to a statement, or the code of the failure to reach it. */
export async function askPostgres(url: string, statement = 'SELECT 1 AS one'): Promise<unknown> {
  const target = new URL(url)
  target.pathname = '/postgres'
  const client = new pg.Client({ connectionString: target.href })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(statement)).rows
  } catch (cause) {
    return (cause as { code?: string }).code
  } finally {
    await client.end().catch(() => undefined)
  }
}
