import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A data folder for one run of a demo, deleted when this process ends: by then the demo has stopped its database. */
export function temporaryDataDir(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gateway-browser-'))
  // Started by root, PostgreSQL runs as another user, who has to get in.
  chmodSync(folder, 0o755)
  process.once('exit', () => {
    removeLinked(path.join(folder, 'postgres'))
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  return folder
}

// Where that user cannot get in, the gateway keeps the database elsewhere and leaves a link.
function removeLinked(link: string): void {
  try {
    const target = realpathSync(link)
    if (target !== link) rmSync(path.dirname(target), { recursive: true, force: true })
  } catch {
    // The demo ended before it had a database.
  }
}
