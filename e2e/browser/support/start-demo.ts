import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { demoCommand, demoEnvironment } from './demo-environment'

const ASK_EVERY_MS = 250

/** Starts a demo as `npm run demo` does, and waits until it answers. Gives what stops it. */
export async function startDemo(baseUrl: string, dataDir: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, demoCommand, {
    env: { ...process.env, ...demoEnvironment(baseUrl, dataDir) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'close')
  while (!(await isUp(baseUrl))) {
    if (child.exitCode !== null) throw new Error(`the demo ended with exit code ${child.exitCode}`)
    await pause(ASK_EVERY_MS)
  }
  return async () => {
    child.kill('SIGTERM')
    await ended
  }
}

const isUp = (baseUrl: string): Promise<boolean> =>
  fetch(`${baseUrl}/opencharge/metadata.json`).then(
    ({ ok }) => ok,
    () => false,
  )
