import { type ChildProcess, spawn } from 'node:child_process'
import { get } from 'node:http'
import path from 'node:path'
import { serverArguments } from '@/scripts/bundle-server'

const PATIENCE_MS = 60_000
const PAUSE_MS = 10

export interface RunningGateway {
  readonly pid: number
  /** From the start of the process to its first answer over HTTP. */
  readonly firstAnswerMs: number
  stop(): Promise<void>
}

export interface GatewaySettings {
  readonly port: number
  readonly dataDir: string
  readonly registryFile: string
  /** The port that the public URL names, when this is one process more behind the same name. */
  readonly publicPort?: number
}

/** Starts the gateway as an operator does after a build, and waits for its first answer. */
export async function startGateway(settings: GatewaySettings): Promise<RunningGateway> {
  const startedAtMs = performance.now()
  const root = path.resolve(import.meta.dirname, '../..')
  const child = spawn(process.execPath, [...serverArguments], {
    cwd: root,
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout?.pipe(process.stderr)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await firstAnswer(child, `http://127.0.0.1:${settings.port}/opencharge/metadata.json`)
  return {
    pid: child.pid ?? 0,
    firstAnswerMs: performance.now() - startedAtMs,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const UNLIMITED = '100000000'

// Empty values keep a `.env` of the developer's own from having a say.
function environment({ port, dataDir, registryFile, publicPort = port }: GatewaySettings): NodeJS.ProcessEnv {
  return {
    ...process.env,
    BENCH: '1',
    GATEWAY_MODE: 'development',
    LOG_LEVEL: 'warn',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    REGISTRY: `file:${registryFile}`,
    GATEWAY_OCID: '200',
    GATEWAY_PRIVATE_KEY: '',
    CURRENCIES: 'USD,EUR',
    WORKER: 'inline',
    WEB_CONCURRENCY: '1',
    TRUSTED_PROXY_HOPS: '0',
    RATE_LIMIT_ADDRESS_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_OCID_PER_MINUTE: UNLIMITED,
  }
}

async function firstAnswer(child: ChildProcess, url: string): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS
  while (performance.now() < giveUpAtMs) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with exit code ${child.exitCode}`)
    if ((await statusOf(url)) === 200) return
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  child.kill('SIGKILL')
  throw new Error(`the gateway gave no answer in ${PATIENCE_MS / 1000} s`)
}

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).once('error', () => resolve(undefined))
  })
}
