import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Identity } from './identity'

const execute = promisify(execFile)

// They run as another user where we are root: our key and passwords are not for their environment.
const INHERITED = ['PATH', 'LANG', 'TZ', 'TMPDIR', 'SystemRoot'] as const

interface RunOptions extends Identity {
  readonly cwd?: string
  readonly timeout?: number
}

/** Runs one of PostgreSQL's own programs to its end, with nothing of our environment that it does not need. */
export function runProgram(program: string, args: readonly string[], options: RunOptions) {
  const entries = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  // Next.js types an environment as one that always has NODE_ENV.
  return execute(program, args, { ...options, env: Object.fromEntries(entries) as NodeJS.ProcessEnv })
}
