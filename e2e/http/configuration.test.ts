import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freePort, launchGateway, type Settings } from './testing/gateway-process'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gateway-http-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Starts a gateway that must not start, and gives what it said. */
async function failure(settings: Settings): Promise<{ text: string; mistakes: string[] }> {
  const gateway = launchGateway({ DATA_DIR: folder, PORT: String(await freePort()), ...settings })
  const { code } = await gateway.ended
  const text = gateway.output()
  expect(code, text).toBe(1)
  expect(text).not.toMatch(/\n\s+at |node_modules|ZodError|\[object|undefined/)
  return { text, mistakes: text.split('\n').filter((line) => line.startsWith('  - ')) }
}

test('names every mistake at once, one sentence each, and starts nothing', async () => {
  const { mistakes } = await failure({
    GATEWAY_MODE: 'staging',
    PORT: '99999',
    PUBLIC_URL: 'pay.example',
    DATABASE_URL: 'mysql://localhost/x',
    GATEWAY_OCID: '-1',
    GATEWAY_PRIVATE_KEY: '00',
    REGISTRY: 'ftp://registry.example',
    CURRENCIES: 'USD,DOLLAR',
    ACCEPTS: '1,x',
    RATE_LIMIT_OCID_PER_MINUTE: '0',
    TRUSTED_PROXY_HOPS: '1.5',
    ALLOW_PRIVATE_NETWORK: 'yes',
    WORKER: 'sometimes',
    WEB_CONCURRENCY: '0',
    LOG_LEVEL: 'loud',
    AUTH_SECRET: 'short',
    SMTP_URL: 'https://mail.example',
  })
  const names = mistakes.map((line) => /^ {2}- ([A-Z_]+) \S.*\.$/.exec(line)?.[1]).sort()
  expect(names).toEqual(
    [
      'ACCEPTS',
      'ALLOW_PRIVATE_NETWORK',
      'AUTH_SECRET',
      'CURRENCIES',
      'DATABASE_URL',
      'GATEWAY_MODE',
      'GATEWAY_OCID',
      'GATEWAY_PRIVATE_KEY',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'RATE_LIMIT_OCID_PER_MINUTE',
      'REGISTRY',
      'SMTP_URL',
      'TRUSTED_PROXY_HOPS',
      'WEB_CONCURRENCY',
      'WORKER',
    ].sort(),
  )
})

test('in production a missing key and a missing registry stop the boot, and no key is made', async () => {
  const { mistakes } = await failure({ GATEWAY_MODE: 'production' })
  expect(mistakes.join('\n')).toMatch(/GATEWAY_PRIVATE_KEY is missing/)
  expect(mistakes.join('\n')).toMatch(/REGISTRY is missing/)
  await expect(readFile(path.join(folder, 'gateway.key'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a key file that is damaged is not replaced', async () => {
  await writeFile(path.join(folder, 'gateway.key'), 'not a key')
  const { text } = await failure({ GATEWAY_MODE: 'development' })
  expect(text).toContain('GATEWAY_PRIVATE_KEY')
  expect(await readFile(path.join(folder, 'gateway.key'), 'utf8')).toBe('not a key')
  await rm(path.join(folder, 'gateway.key'))
})

test.each<[string, Settings, RegExp]>([
  ['a registry of no known kind', { REGISTRY: 'ftp://x' }, /REGISTRY/],
  ['a contract without a node to ask', { REGISTRY: `eip155:1:0x${'a'.repeat(40)}` }, /REGISTRY_RPC_URL/],
  ['an empty list of currencies', { CURRENCIES: ',' }, /CURRENCIES/],
  ['a currency without an exponent', { CURRENCIES: 'USDT' }, /CURRENCIES/],
])('%s stops the boot', async (_, settings, words) => {
  const { mistakes } = await failure({ GATEWAY_MODE: 'development', ...settings })
  expect(mistakes).toHaveLength(1)
  expect(mistakes[0]).toMatch(words)
})

test('a port that is taken is named, with how to choose another', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, resolve))
  const address = other.address()
  const port = String(typeof address === 'object' && address ? address.port : 0)
  const { databaseUrl, dataDir, registryFile } = inject('gateway')
  const ours: Settings = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, REGISTRY: `file:${registryFile}` }
  const { text } = await failure({ ...ours, GATEWAY_MODE: 'development', PORT: port })
  await new Promise((resolve) => other.close(resolve))
  expect(text).toContain(`Port ${port} is in use`)
})

test('a key that is not the one of the database stops the boot with how to mend it, and is not taken over', async () => {
  const { databaseUrl, registryFile } = inject('gateway')
  const ours: Settings = { DATABASE_URL: databaseUrl, REGISTRY: `file:${registryFile}`, GATEWAY_MODE: 'development' }
  const refused = () => failure({ ...ours, GATEWAY_PRIVATE_KEY: '7'.repeat(64) })
  for (const { text } of [await refused(), await refused()])
    expect(text).toMatch(
      /did not start: GATEWAY_PRIVATE_KEY is the key [0-9a-f]{4}….* keys rotate --public-key [0-9a-f]{128}/,
    )
})

test('a database that does not answer is named without its password', async () => {
  const port = await freePort()
  const url = `postgresql://gateway:s3cret-word@127.0.0.1:${port}/gateway`
  const { text } = await failure({ GATEWAY_MODE: 'development', DATABASE_URL: url })
  expect(text).toMatch(/did not start: .*\S/)
  expect(text).not.toContain('s3cret-word')
})
