import { hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigurationError, type Env, readEnv } from './env'

/** Fills in what may be left out, in `process.env` itself, because Next.js and child processes read it from there. */
export function prepareEnvironment(): Env {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const development = process.env.GATEWAY_MODE === 'development'
  if (development) {
    process.env.GATEWAY_PRIVATE_KEY ||= developmentKey(process.env.DATA_DIR || '.data')
    process.env.REGISTRY ||= `file:${devnetRegistry(process.env.DATA_DIR || '.data')}`
  }
  const env = readEnv(process.env)
  process.env.AUTH_SECRET ||= derivedSecret(env.GATEWAY_PRIVATE_KEY ?? '')
  process.env.NEXTAUTH_URL = env.PUBLIC_URL
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  return readEnv(process.env)
}

/** Where the development network writes who is on it. */
export function devnetRegistry(dataDir: string): string {
  return path.resolve(dataDir, 'devnet', 'registry.json')
}

/** A key made once and kept: a development gateway stays itself over restarts. */
function developmentKey(dataDir: string): string {
  const file = path.join(dataDir, 'gateway.key')
  if (!existsSync(file)) makeKey(dataDir, file)
  const key = readFileSync(file, 'utf8').trim()
  if (key !== '') return key
  throw new ConfigurationError([
    `${file} is empty: put the key back, or delete the file and begin with a new identity.`,
  ])
}

// Written whole and then put in its place: no other process reads half a key, and of two that start at once one makes it.
function makeKey(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    rmSync(draft, { force: true })
  }
}

// Every process of one gateway has the same key, so they agree on the secret without more configuration.
function derivedSecret(privateKey: string): string {
  return Buffer.from(hkdfSync('sha256', privateKey, '', 'opencharge-gateway auth secret', 32)).toString('hex')
}
