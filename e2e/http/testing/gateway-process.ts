import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { envShape } from '@/lib/env/env'
import { serverArguments, workerArguments } from '@/scripts/bundle-server'
import { waitUntil } from './wait-until'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const BOOT_MS = 90_000

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A gateway that runs as a process of its own, as an operator would run it. */
export interface GatewayProcess {
  readonly url: string
  readonly pid: number
  /** What it printed so far, both streams. */
  output(): string
  /** How it ended, once it has. */
  readonly ended: Promise<Ending>
  isRunning(): boolean
  signal(signal: NodeJS.Signals): void
  /** Ends it in order and waits for that. */
  stop(): Promise<Ending>
  /** Ends it at once, like a power cut. */
  kill(): Promise<Ending>
}

export type Settings = Readonly<Partial<Record<keyof typeof envShape, string>>>

/** Limits that no test reaches by accident. */
export const unhurried: Settings = {
  RATE_LIMIT_ADDRESS_PER_MINUTE: '1000000',
  RATE_LIMIT_OCID_PER_MINUTE: '1000000',
  RATE_LIMIT_SIGN_IN_PER_HOUR: '100000',
}

/** Starts the built server with exactly these settings and waits until it answers, at `reachedAt` when PUBLIC_URL is not there. */
export async function startGateway(settings: Settings, reachedAt?: string): Promise<GatewayProcess> {
  const port = settings.PORT ?? String(await freePort())
  const gateway = launchGateway({ GATEWAY_MODE: 'development', PORT: port, ...settings })
  let ending: Ending | undefined
  gateway.ended.then((how) => {
    ending = how
  })
  const isReady = async () => {
    if (ending) throw new Error(`the gateway ended with ${JSON.stringify(ending)} while starting:\n${gateway.output()}`)
    return fetch(`${reachedAt ?? gateway.url}/opencharge/metadata.json`).then(
      (answer) => answer.ok,
      () => false,
    )
  }
  await waitUntil('the gateway answered', isReady, BOOT_MS)
  return gateway
}

/** Starts the built worker, without waiting until it is ready. */
export const launchWorker = (settings: Settings): GatewayProcess =>
  launchGateway({ GATEWAY_MODE: 'development', ...settings }, workerArguments)

/** Starts the built server without waiting for anything: for boots that fail. */
export function launchGateway(settings: Settings, program = serverArguments): GatewayProcess {
  const child = spawn(process.execPath, [...program], {
    cwd: ROOT,
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that a test can press Ctrl-C in its terminal.
    detached: true,
  })
  let printed = ''
  const keep = (part: Buffer) => {
    printed += part.toString('utf8')
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const orphan = () => killGroup(child, 'SIGKILL')
  process.once('exit', orphan)
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', orphan)
      resolve({ code, signal })
    })
  })
  const signal = (name: NodeJS.Signals) => child.kill(name)
  return {
    url: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    pid: child.pid ?? 0,
    output: () => printed,
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    signal,
    stop: () => {
      signal('SIGTERM')
      return ended
    },
    kill: () => {
      killGroup(child, 'SIGKILL')
      return ended
    },
  }
}

/** Sends a signal to a gateway and all that it started, as a terminal does. */
export function signalGroup(gateway: GatewayProcess, signal: NodeJS.Signals): void {
  process.kill(-gateway.pid, signal)
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  process.kill(-child.pid, signal)
}

/** Nothing of the machine's own settings, nor of a `.env` beside the sources: what is not given counts as left out. */
function environment(settings: Settings): NodeJS.ProcessEnv {
  const absent = Object.fromEntries(Object.keys(envShape).map((name) => [name, '']))
  const { PATH, HOME, TMPDIR } = process.env
  const ours = { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }) }
  return { ...ours, NODE_ENV: 'production', ...absent, ...settings }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
