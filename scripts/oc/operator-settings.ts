import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Env, readEnv } from '@/lib/env/env'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
import type { Terminal } from './terminal'

/** Where the database is. */
export type DatabasePlace = Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>

/** What a command needs that only works on the database: most of the configuration may be missing or wrong. */
export type DatabaseSettings = DatabasePlace & Pick<Env, 'CURRENCIES'>

export function databaseSettings(): DatabaseSettings {
  return readPart(['DATABASE_URL', 'DATA_DIR', 'CURRENCIES'])
}

export function databasePlace(): DatabasePlace {
  return readPart(['DATABASE_URL', 'DATA_DIR'])
}

// In development nothing is required, so that what is left out here is no mistake.
function readPart(names: readonly (keyof Env)[]): Env {
  loadEnvFile()
  const part = Object.fromEntries(names.map((name) => [name, process.env[name]]))
  const settings = readEnv({ ...part, GATEWAY_MODE: 'development' })
  silenceLog()
  return settings
}

/** The whole configuration. Throws a ConfigurationError with every mistake. */
export function gatewaySettings(terminal: Terminal): Env {
  loadEnvFile()
  if (isDevelopmentGateway()) {
    process.env.GATEWAY_MODE = 'development'
    terminal.note(`GATEWAY_MODE is not set and ${dataDir()} belongs to a development gateway: taken as development.\n`)
  }
  const settings = prepareEnvironment()
  silenceLog()
  return settings
}

const gatewayVariables = ['GATEWAY_MODE', 'GATEWAY_OCID', 'GATEWAY_PRIVATE_KEY', 'REGISTRY', 'DATABASE_URL']

/** Whether there is a gateway at all, however well it is configured: a half configured one is a mistake to be told. */
export function hasGateway(): boolean {
  loadEnvFile()
  return isDevelopmentGateway() || gatewayVariables.some((name) => Boolean(process.env[name]))
}

export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** `npm run demo` chooses development for itself; its operator should not have to say so again. */
function isDevelopmentGateway(): boolean {
  const { GATEWAY_MODE, GATEWAY_PRIVATE_KEY } = process.env
  return !GATEWAY_MODE && !GATEWAY_PRIVATE_KEY && existsSync(path.join(dataDir(), 'gateway.key'))
}

const dataDir = () => process.env.DATA_DIR || '.data'

// Standard output belongs to the answer. Only once the value was checked: the doctor must see what it was.
function silenceLog(): void {
  process.env.LOG_LEVEL = 'silent'
}
