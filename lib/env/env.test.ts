import { describe, expect, test } from 'vitest'
import { ConfigurationError, readEnv } from './env'

const key = '11'.repeat(32)
const sound = { GATEWAY_PRIVATE_KEY: key, REGISTRY: 'https://registry.example/peers.json' }

function mistakesOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source)
    return []
  } catch (cause) {
    if (cause instanceof ConfigurationError) return cause.mistakes
    throw cause
  }
}

const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['PORT', ['0', '65536', '-1', '3000.5', 'abc', '1e3', '99999999999'], /whole number from 1 to 65535/],
  [
    'PUBLIC_URL',
    ['pay.example', 'ftp://pay.example', 'https://pay.example/?a', 'https://pay.example/#a', '/pay'],
    /https:\/\/pay\.example/,
  ],
  ['GATEWAY_MODE', ['prod', 'Development', 'test'], /"production" or "development"/],
  ['DATABASE_URL', ['mysql://localhost/a', 'localhost', 'postgres://[/a'], /postgresql:\/\/user/],
  ['GATEWAY_OCID', ['-1', '1.5', 'abc', '007', '9007199254740993'], /whole number, 0 or more/],
  ['GATEWAY_PRIVATE_KEY', ['abc', '00'.repeat(32), 'ff'.repeat(32), `0x${key}`, `${key} `], /oc -- keys generate/],
  ['GATEWAY_NAME', ['a'.repeat(101)], /at most 100/],
  ['GATEWAY_CONTACT', ['a'.repeat(201)], /at most 200/],
  [
    'REGISTRY',
    ['registry.json', 'file:', 'http://registry.example/', 'https://a:b@registry.example/', 'eip155:1:0xabc'],
    /./,
  ],
  ['REGISTRY', [`eip155:8453:0x${'ab'.repeat(20)}`], /REGISTRY_RPC_URL/],
  ['ALLOW_PRIVATE_NETWORK', ['yes', 'true', '2'], /0 or 1/],
  ['AUTH_SECRET', ['short', 'a'.repeat(31)], /at least 32.*openssl rand/],
  ['SMTP_URL', ['mail.example', 'https://mail.example', 'smtp://['], /smtps:\/\/user/],
  ['MAIL_FROM', ['a'], /MAIL_FROM .*Pay <pay@example/],
  ['CURRENCIES', ['usd', 'USD,USD', 'XYZ', 'USDT', 'USDT:19', 'USD:3', 'USD,,EUR', ','], /./],
  ['ACCEPTS', ['a', '1;2', '-1', '1.5'], /commas between them, like 100,101/],
  ['TRUSTED_PROXY_HOPS', ['-1', '11', 'one'], /whole number from 0 to 10/],
  ['RATE_LIMIT_ADDRESS_PER_MINUTE', ['0', 'none'], /whole number from 1/],
  ['RATE_LIMIT_OCID_PER_MINUTE', ['0', 'none'], /whole number from 1/],
  ['RATE_LIMIT_SIGN_IN_PER_HOUR', ['0', '1000001'], /whole number from 1 to 1000000/],
  ['LOG_LEVEL', ['verbose', 'INFO'], /info, debug/],
  ['WORKER', ['1', 'outline'], /"inline" or "none"/],
  ['WEB_CONCURRENCY', ['0', '257', 'auto'], /whole number from 1 to 256/],
]
const cases = wrong.flatMap(([name, values, mend]) => values.map((value) => [name, value, mend] as const))

describe('a mistake is one sentence that names the variable and says how to mend it', () => {
  test.each(cases)('%s=%s', (name, value, mend) => {
    const mistakes = mistakesOf({ ...sound, [name]: value })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(mend)
    expect(mistakes[0]).toContain(name)
    expect(mistakes[0]).toMatch(/^[A-Z].*[^.]\.$/)
  })

  test.each(['GATEWAY_PRIVATE_KEY', 'REGISTRY'] as const)('production without %s', (name) => {
    const mistakes = mistakesOf({ ...sound, [name]: '' })
    expect(mistakes).toEqual([expect.stringMatching(new RegExp(`^${name} is missing: .*\\.$`))])
  })

  test('several mistakes are several sentences, told at once', () => {
    const mistakes = mistakesOf({ PORT: 'abc', GATEWAY_MODE: 'production', LOG_LEVEL: 'loud', WORKER: '1' })
    expect(mistakes.map((mistake) => mistake.split(' ')[0]).sort()).toEqual([
      'GATEWAY_PRIVATE_KEY',
      'LOG_LEVEL',
      'PORT',
      'REGISTRY',
      'WORKER',
    ])
  })

  test('no sentence shows a secret', () => {
    const secrets = {
      GATEWAY_PRIVATE_KEY: 'e'.repeat(63),
      AUTH_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://root:hunter2@db/a',
      SMTP_URL: 'me:hunter2@mail',
    }
    const mistakes = mistakesOf({ ...sound, ...secrets })
    expect(mistakes).toHaveLength(4)
    expect(mistakes.join()).not.toMatch(/hunter2|eeee/)
  })
})

describe('what is left out', () => {
  test('has the defaults of the documentation in production', () => {
    const { CURRENCIES, ...env } = readEnv(sound)
    expect(env).toMatchObject({
      PORT: 3000,
      PUBLIC_URL: 'http://localhost:3000',
      GATEWAY_MODE: 'production',
      development: false,
      DATA_DIR: '.data',
      GATEWAY_OCID: 200,
      GATEWAY_NAME: 'Opencharge Pay',
      ALLOW_PRIVATE_NETWORK: false,
      ACCEPTS: [],
      TRUSTED_PROXY_HOPS: 0,
      LOG_LEVEL: 'info',
      WORKER: 'inline',
      WEB_CONCURRENCY: 1,
      MAIL_FROM: 'Opencharge Pay <no-reply@localhost>',
    })
    expect([...CURRENCIES.keys()].join()).toBe('USD,EUR,GBP,BDT,UGX,KES,JPY,KWD')
    expect(env.DATABASE_URL).toBeUndefined()
    expect(env.AUTH_SECRET).toBeUndefined()
  })

  test('is lenient in development: no key, no registry, and private addresses may be fetched', () => {
    expect(readEnv({ GATEWAY_MODE: 'development' })).toMatchObject({ development: true, ALLOW_PRIVATE_NETWORK: true })
    expect(readEnv({ GATEWAY_MODE: 'development', ALLOW_PRIVATE_NETWORK: '0' })).toMatchObject({
      ALLOW_PRIVATE_NETWORK: false,
    })
  })

  test('is the same as what is empty', () => {
    const empty = { PORT: '', PUBLIC_URL: '', GATEWAY_OCID: '', ACCEPTS: '', CURRENCIES: '', ALLOW_PRIVATE_NETWORK: '' }
    expect(readEnv({ ...sound, ...empty })).toEqual(readEnv(sound))
  })

  test('follows from the port and the public URL', () => {
    expect(readEnv({ ...sound, PORT: '8080' }).PUBLIC_URL).toBe('http://localhost:8080')
    const env = readEnv({ ...sound, PUBLIC_URL: 'https://pay.example/gateway//', GATEWAY_NAME: 'Pay' })
    expect(env).toMatchObject({ PUBLIC_URL: 'https://pay.example/gateway', MAIL_FROM: 'Pay <no-reply@pay.example>' })
  })
})

test('what is set is read, and what is not ours is left alone', () => {
  const env = readEnv({
    ...sound,
    GATEWAY_OCID: '0',
    ACCEPTS: ' 100, 0 ,',
    CURRENCIES: 'UGX,USDT:6',
    PATH: '/bin',
    NODE_ENV: 'test',
  })
  expect(env).toMatchObject({ GATEWAY_OCID: 0, ACCEPTS: [100, 0] })
  expect([...env.CURRENCIES.values()]).toEqual([
    { code: 'UGX', exponent: 0 },
    { code: 'USDT', exponent: 6 },
  ])
  expect(env).not.toHaveProperty('PATH')
})
