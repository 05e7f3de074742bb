import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Settings } from './gateway-process'

const ROOT = path.resolve(import.meta.dirname, '../../..')

/** The operator's tool on a gateway's configuration, as a process of its own. */
export async function oc(settings: Settings, argv: readonly string[]): Promise<{ out: string; code: number | null }> {
  const { PATH, HOME, TMPDIR } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/oc.ts', ...argv], {
    cwd: ROOT,
    env: { PATH, HOME, TMPDIR, NODE_ENV: 'production', GATEWAY_MODE: 'development', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { out: Buffer.concat(parts).toString(), code }
}
