import { open, readFile, rm, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

const STALE_AFTER_MS = 60_000

/** Runs `work` while no other process holds `file`. A lock whose holder is gone, or has held it for too long, is taken over. */
export async function withFileLock<T>(file: string, work: () => Promise<T>, staleAfterMs = STALE_AFTER_MS): Promise<T> {
  while (!(await take(file))) {
    if (await isAbandoned(file, staleAfterMs)) await rm(file, { force: true })
    else await pause(50)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.writeFile(String(process.pid))
    await handle.close()
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

async function isAbandoned(file: string, staleAfterMs: number): Promise<boolean> {
  const [holder, found] = await Promise.all([readFile(file, 'utf8').catch(() => ''), stat(file).catch(() => undefined)])
  if (!found) return false
  const ageMs = Date.now() - found.mtimeMs
  return holder === '' ? ageMs > 1_000 : !isAlive(Number(holder)) || ageMs > staleAfterMs
}

export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
