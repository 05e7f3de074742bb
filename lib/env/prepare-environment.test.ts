import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConfigurationError, envShape } from './env'
import { prepareEnvironment } from './prepare-environment'

const home = process.cwd()
const key = '11'.repeat(32)
const keyFile = path.join('data', 'gateway.key')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gateway-env-'))
  process.chdir(folder)
  for (const name of [...Object.keys(envShape), 'NEXTAUTH_URL', 'NEXT_TELEMETRY_DISABLED']) vi.stubEnv(name, undefined)
  vi.stubEnv('DATA_DIR', 'data')
})

afterEach(() => {
  vi.unstubAllEnvs()
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

function putKey(content: string): void {
  mkdirSync('data')
  writeFileSync(keyFile, content)
  chmodSync(keyFile, 0o600)
}

/** What a process that starts anew makes of the same folder. */
function startAgain(): string | undefined {
  for (const name of ['GATEWAY_PRIVATE_KEY', 'AUTH_SECRET', 'REGISTRY']) vi.stubEnv(name, undefined)
  return prepareEnvironment().GATEWAY_PRIVATE_KEY
}

describe('in development', () => {
  beforeEach(() => {
    vi.stubEnv('GATEWAY_MODE', 'development')
  })

  test('a key is made once, for our eyes only, and stays over restarts', () => {
    const made = prepareEnvironment().GATEWAY_PRIVATE_KEY
    expect(made).toMatch(/^[0-9a-f]{64}$/)
    expect(readFileSync(keyFile, 'utf8')).toBe(made)
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    expect(readdirSync('data')).toEqual(['gateway.key'])
    expect([startAgain(), startAgain()]).toEqual([made, made])
  })

  test('a key that is there is used and never replaced', () => {
    putKey(`${key}\n`)
    expect(prepareEnvironment().GATEWAY_PRIVATE_KEY).toBe(key)
    expect(readFileSync(keyFile, 'utf8')).toBe(`${key}\n`)
  })

  test.each(['', '\n', 'not a key', key.slice(1)])(
    'a key file with %j stops the start and is left as it is',
    (content) => {
      putKey(content)
      expect(() => prepareEnvironment()).toThrow(ConfigurationError)
      expect(readFileSync(keyFile, 'utf8')).toBe(content)
    },
  )

  test('a key from the environment is used, and none is written', () => {
    vi.stubEnv('GATEWAY_PRIVATE_KEY', key)
    expect(prepareEnvironment().GATEWAY_PRIVATE_KEY).toBe(key)
    expect(existsSync('data')).toBe(false)
  })

  test('the registry is the development network’s, unless one is named', () => {
    expect(prepareEnvironment().REGISTRY).toBe(`file:${path.resolve('data/devnet/registry.json')}`)
    vi.stubEnv('REGISTRY', 'file:mine.json')
    expect(prepareEnvironment().REGISTRY).toBe('file:mine.json')
  })
})

describe('in production', () => {
  test('no key is made: the start stops with a word on how to make one', () => {
    vi.stubEnv('REGISTRY', 'file:registry.json')
    expect(() => prepareEnvironment()).toThrow(/GATEWAY_PRIVATE_KEY is missing.*keys generate/)
    expect(readdirSync('.')).toEqual([])
  })

  test('a development key that lies about is not taken', () => {
    putKey(key)
    vi.stubEnv('REGISTRY', 'file:registry.json')
    expect(() => prepareEnvironment()).toThrow(/GATEWAY_PRIVATE_KEY is missing/)
  })
})

describe('what every process of one gateway finds the same', () => {
  beforeEach(() => {
    vi.stubEnv('GATEWAY_PRIVATE_KEY', key)
    vi.stubEnv('REGISTRY', 'file:registry.json')
  })

  test('the secret of sign-in follows from the key, and does not show it', () => {
    const secret = prepareEnvironment().AUTH_SECRET
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(secret).not.toBe(key)
    vi.stubEnv('AUTH_SECRET', undefined)
    expect(prepareEnvironment().AUTH_SECRET).toBe(secret)
    vi.stubEnv('AUTH_SECRET', undefined)
    vi.stubEnv('GATEWAY_PRIVATE_KEY', '22'.repeat(32))
    expect(prepareEnvironment().AUTH_SECRET).not.toBe(secret)
  })

  test('a secret of the operator’s own is kept', () => {
    vi.stubEnv('AUTH_SECRET', 'mine'.repeat(10))
    expect(prepareEnvironment().AUTH_SECRET).toBe('mine'.repeat(10))
  })

  test('next-auth is told our public address', () => {
    vi.stubEnv('PUBLIC_URL', 'https://pay.example/gateway')
    prepareEnvironment()
    expect(process.env.NEXTAUTH_URL).toBe('https://pay.example/gateway')
  })

  test('the file .env is read, and what the environment says wins over it', () => {
    writeFileSync('.env', 'GATEWAY_NAME=From the file\nGATEWAY_OCID=7\n')
    vi.stubEnv('GATEWAY_OCID', '8')
    expect(prepareEnvironment()).toMatchObject({ GATEWAY_NAME: 'From the file', GATEWAY_OCID: 8 })
  })
})
