import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rename, rm, rmdir, symlink, unlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { log } from '@/lib/log/log'
import { findBinaries, isReachable, type PostgresBinaries, SYSTEM_DIRECTORY } from './binaries'
import { isAlive, withFileLock } from './file-lock'
import { type Identity, serverIdentity } from './identity'
import { runProgram as run } from './run-program'

const USER = 'opencharge'

export interface EmbeddedPostgres {
  readonly url: string
  /** Says that this process is done. The last one to say so stops the server. */
  release(): Promise<void>
}

interface Place {
  readonly dataDir: string
  readonly cluster: string
  readonly identity: Identity
  readonly binaries: PostgresBinaries
}

/**
 * A PostgreSQL server whose files stand in `dataDir/postgres`, shared by every process that uses this folder.
 * It is a daemon of its own: a process that is killed leaves it running, and the next start finds it again. Should the
 * server itself die, whoever holds it starts it again where it was; one that was stopped in order stays stopped.
 */
export async function acquireEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  await mkdir(path.join(dataDir, 'leases'), { recursive: true })
  const identity = await serverIdentity()
  const [binaries, cluster] = [await findBinaries(identity), await clusterFolder(path.resolve(dataDir), identity)]
  const place: Place = { dataDir: path.resolve(dataDir), cluster, identity, binaries }
  const lock = path.join(dataDir, 'postgres.lock')
  const port = await withFileLock(lock, () => takeLease(place))
  const stopWatching = watchServer(place, lock, port)
  const password = (await readFile(passwordFile(place), 'utf8')).trim()
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/opencharge`,
    release: async () => {
      await stopWatching()
      await withFileLock(lock, () => dropLease(place))
    },
  }
}

async function takeLease(place: Place): Promise<number> {
  const others = await holders(place)
  await writeFile(leaseFile(place), '')
  // Others that hold it know it by its port, and wait for it there.
  const port = others.length > 0 ? await lastPort(place) : undefined
  return (await runningPort(place)) ?? (await startServer(place, port ?? (await freePort())))
}

async function dropLease(place: Place): Promise<void> {
  await rm(leaseFile(place), { force: true })
  if ((await holders(place)).length > 0) return
  await pgCtl(place, ['stop', '-m', 'fast', '-w', '-t', '20']).catch(() => undefined)
}

/** The other processes that hold the server. A lease with our own number was left by one that had it before a restart. */
const holders = async ({ dataDir }: Place): Promise<string[]> =>
  (await readdir(path.join(dataDir, 'leases'))).filter((pid) => Number(pid) !== process.pid && isAlive(Number(pid)))

const WATCH_MS = 1_000

/** Starts a server that died again, on its port. Gives what ends that. */
function watchServer(place: Place, lock: string, port: number): () => Promise<void> {
  let look: Promise<void> | undefined
  const startAgain = async () => {
    if (!(await hasDied(place))) return
    await withFileLock(lock, async () => {
      if ((await runningPort(place)) !== undefined) return rm(deathFile(place), { force: true })
      log().error('the embedded PostgreSQL has died; it is started again')
      await startServer(place, port)
    })
  }
  const timer = setInterval(() => {
    look ??= startAgain()
      .catch((cause: unknown) => log().error({ err: cause }, 'the embedded PostgreSQL cannot be started again yet'))
      .finally(() => {
        look = undefined
      })
  }, WATCH_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await look
  }
}

/** PostgreSQL takes its note away when it stops in order; who takes away that of a dead one leaves another. */
async function hasDied(place: Place): Promise<boolean> {
  if (existsSync(deathFile(place))) return true
  const pid = await notedPid(place)
  if (pid === undefined || (isAlive(pid) && (await mayBeServer(pid)))) return false
  // One that stopped in order while we looked has taken it away by now.
  return (await notedPid(place)) === pid
}

async function notedPid(place: Place): Promise<number | undefined> {
  const [pid] = (await readFile(noteFile(place), 'utf8').catch(() => '')).split('\n')
  return pid ? Number(pid) : undefined
}

/** The port that a server was last started on, by the options that PostgreSQL keeps. */
async function lastPort(place: Place): Promise<number | undefined> {
  const options = await readFile(path.join(place.cluster, 'postmaster.opts'), 'utf8').catch(() => '')
  const port = Number(/"-p" "([0-9]+)"/.exec(options)?.[1])
  return Number.isInteger(port) ? port : undefined
}

/** The port of the server that runs on this cluster, by the file that PostgreSQL itself keeps. */
async function runningPort(place: Place): Promise<number | undefined> {
  const note = noteFile(place)
  const pid = await notedPid(place)
  if (pid !== undefined && !(await mayBeServer(pid))) {
    await writeFile(deathFile(place), '')
    await rm(note, { force: true })
  }
  const running = await pgCtl(place, ['status']).then(
    () => true,
    () => false,
  )
  if (!running) return undefined
  const lines = (await readFile(note, 'utf8')).split('\n')
  return Number(lines[3])
}

// PostgreSQL takes whatever process has the noted number for a server that runs. After a container's restart another program
// may have it, and a killed server that nobody waited for keeps it as a zombie.
async function mayBeServer(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  try {
    const [, program, state] = /^\d+ \((.*)\) (\S)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8')) ?? []
    return program === 'postgres' && state !== 'Z'
  } catch (cause) {
    // What cannot be read now, for want of file handles or of a right, may well be alive.
    return !['ENOENT', 'ESRCH'].includes((cause as NodeJS.ErrnoException).code ?? '')
  }
}

const MOST_STARTS = 20
const START_PAUSE_MS = 500

async function startServer(place: Place, port: number): Promise<number> {
  const files = await readdir(place.cluster)
  const isNew = !files.includes('PG_VERSION')
  if (isNew) await initialise(place)
  // Beside the start, and before anybody is told of the server: what is promised from then on stands on a disk.
  const synced = isNew ? run(place.binaries.initdb, ['--sync-only', '-D', place.cluster], place.identity) : undefined
  synced?.catch(() => undefined)
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c timezone=UTC`
  const logFile = path.join(place.cluster, 'server.log')
  for (let starts = 1; ; starts++) {
    try {
      await pgCtl(place, ['start', '-w', '-t', '60', '-l', logFile, '-o', options])
      break
    } catch (cause) {
      const tail = (await readFile(logFile, 'utf8').catch(() => '')).split('\n').slice(-6).join('\n')
      // The processes of a server that was killed take a moment to notice it, and hold its memory until then.
      if (starts < MOST_STARTS && tail.includes('is still in use')) await pause(START_PAUSE_MS)
      else
        throw new Error(`The embedded PostgreSQL in ${place.cluster} did not start. Its log ends with:\n${tail}`, {
          cause,
        })
    }
  }
  await synced
  await rm(deathFile(place), { force: true })
  return port
}

/** Makes a new cluster beside its place and moves it there when it is whole: being killed half-way leaves no half a cluster. */
async function initialise(place: Place): Promise<void> {
  const secret = passwordFile(place)
  await writeFile(secret, randomBytes(24).toString('hex'), { mode: 0o600 })
  await own(secret, place.identity)
  const draft = `${place.cluster}.new`
  await rm(draft, { recursive: true, force: true })
  await ownedFolder(draft, place.identity)
  const options = [
    '-U',
    USER,
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
  ]
  await run(place.binaries.initdb, ['-D', draft, ...options], { ...place.identity, cwd: draft })
  await rmdir(place.cluster)
  await rename(draft, place.cluster)
}

async function clusterFolder(dataDir: string, identity: Identity): Promise<string> {
  const wanted = path.join(dataDir, 'postgres')
  if (await isReachable(dataDir, identity)) return ownedFolder(wanted, identity)
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const elsewhere = await ownedFolder(path.join(SYSTEM_DIRECTORY, name, 'postgres'), identity)
  // A link at the promised place shows the operator where the data really is.
  await unlink(wanted).catch(() => undefined)
  await symlink(elsewhere, wanted).catch(() => undefined)
  return elsewhere
}

async function ownedFolder(folder: string, identity: Identity): Promise<string> {
  await mkdir(path.dirname(folder), { recursive: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await own(folder, identity)
  return folder
}

async function own(file: string, identity: Identity): Promise<void> {
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(file, identity.uid, identity.gid)
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const passwordFile = (place: Place) => path.join(place.cluster, '..', 'postgres.password')
const deathFile = (place: Place) => path.join(place.dataDir, 'postgres.died')
const noteFile = (place: Place) => path.join(place.cluster, 'postmaster.pid')
const leaseFile = (place: Place) => path.join(place.dataDir, 'leases', String(process.pid))

function pgCtl(place: Place, args: string[]) {
  return run(place.binaries.pgCtl, [...args, '-D', place.cluster], { ...place.identity, cwd: place.cluster })
}
