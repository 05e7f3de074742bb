import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** The script behind a command of a package in node_modules, whatever shell or PATH there is. */
export function toolScript(packageName: string, command = packageName): string {
  const file = require.resolve(`${packageName}/package.json`)
  const { bin } = require(file) as { bin: string | Record<string, string> }
  const relative = typeof bin === 'string' ? bin : bin[command]
  if (!relative) throw new Error(`${packageName} has no command ${command}`)
  return path.join(path.dirname(file), relative)
}

export interface StepOutcome {
  readonly code: number
  /** The last part of what it printed. */
  readonly output: string
}

/** Runs a script with this Node, showing what it prints. */
export async function runStep(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StepOutcome> {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
    stream.write(chunk)
    output = (output + chunk.toString('utf8')).slice(-20_000)
  }
  child.stdout.on('data', keep(process.stdout))
  child.stderr.on('data', keep(process.stderr))
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve(exitCode ?? 1))
  })
  return { code, output }
}
