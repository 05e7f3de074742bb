import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { findBinaries } from '@/lib/db/embedded/binaries'
import { serverIdentity } from '@/lib/db/embedded/identity'

const run = promisify(execFile)

/** A folder for one gateway's data, with a handle on the PostgreSQL that the gateway keeps there. */
export interface DataFolder {
  readonly path: string
  /** The address of its database, as the gateway itself uses it. Only after the gateway started once. */
  databaseUrl(): Promise<string>
  stopPostgres(mode: 'fast' | 'immediate'): Promise<void>
  startPostgres(): Promise<void>
  /** Stops the database and removes everything. */
  remove(): Promise<void>
}

export async function createDataFolder(): Promise<DataFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gateway-http-'))
  // Where tests run as root, PostgreSQL runs as another user and must be able to enter.
  await chmod(folder, 0o755)
  const cluster = path.join(folder, 'postgres')
  const pidLines = async () => (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
  let port = ''
  const control = async (...args: string[]) => {
    const identity = await serverIdentity()
    const { pgCtl } = await findBinaries(identity)
    await run(pgCtl, [...args, '-w', '-D', cluster], { ...identity, cwd: cluster })
  }
  const stopPostgres = async (mode: 'fast' | 'immediate') => {
    port = (await pidLines())[3] ?? ''
    await control('stop', '-m', mode)
  }
  const options = () =>
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c timezone=UTC`
  return {
    path: folder,
    databaseUrl: async () => {
      const password = (await readFile(path.join(folder, 'postgres.password'), 'utf8')).trim()
      return `postgresql://opencharge:${password}@127.0.0.1:${(await pidLines())[3]}/opencharge`
    },
    stopPostgres,
    startPostgres: () => control('start', '-l', path.join(cluster, 'server.log'), '-o', options()),
    remove: async () => {
      await stopPostgres('immediate').catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
