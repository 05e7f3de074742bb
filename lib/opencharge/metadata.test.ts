import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { JsonObject, JsonValue } from '@/lib/opencharge/json-value'
import { buildMetadata, type MetadataContent, parseMetadata } from '@/lib/opencharge/metadata'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const gateway = testPerson('gateway')
const content: MetadataContent = {
  name: 'Opencharge Pay',
  profile: 'A gateway',
  iconUrl: 'https://pay.example/icon.png',
  contact: 'ops@pay.example',
  endpoint: 'https://pay.example/opencharge',
  capabilities: ['checkout.create', 'verify.txid'],
  currencies: ['USD', 'USDT'],
  accepts: [0, 100],
}
const built = buildMetadata(content, gateway.signer)
const config = { publicKey: gateway.key.hex, endpoint: 'https://pay.example/opencharge' }

const parse = (json: JsonValue) => parseMetadata(json, nobleCrypto)
const read = (json: JsonValue) => {
  const parsed = parse(json)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const reason = (json: JsonValue) => {
  const parsed = parse(json)
  if (parsed.ok) return undefined
  expect(parsed.error).toMatchObject({ code: 'METADATA_UNAVAILABLE', status: 502 })
  return parsed.error.details?.reason
}
const withConfig = (changes: JsonObject): JsonObject => ({ name: 'Shop', config: { ...config, ...changes } })

describe('our own metadata', () => {
  it('has the form of the protocol and is read back as it was built', () => {
    expect(Object.keys(built)).toEqual([
      'opencharge',
      'name',
      'profile',
      'icon',
      'config',
      'kyc',
      'signature',
      'contact',
    ])
    expect(read(built)).toEqual({ ...content, publicKey: gateway.key })
  })

  it('leaves out an icon and a contact that there are not', () => {
    const plain = buildMetadata({ ...content, iconUrl: null, contact: null }, gateway.signer)
    expect(plain).not.toHaveProperty('icon')
    expect(plain).not.toHaveProperty('contact')
    expect(read(plain)).toMatchObject({ iconUrl: null, contact: null })
  })
})

describe('a peer’s metadata', () => {
  it('is read in the flat form too', () => {
    const flat = {
      ...config,
      description: 'Flat',
      name: 'Flat & Co',
      capabilities: ['orders.create'],
      settlement: { currencies: ['UGX'], accepts: ['7', 0] },
    }
    expect(read(flat)).toMatchObject({
      name: 'Flat & Co',
      profile: 'Flat',
      capabilities: ['orders.create'],
      currencies: ['UGX'],
      accepts: [7, 0],
    })
  })

  it('is taken from config where both have a member', () => {
    const both = { ...config, endpoint: 'https://other.example', publicKey: testPerson('mallory').key.hex, config }
    expect(read(both)).toMatchObject({ publicKey: gateway.key, endpoint: 'https://pay.example/opencharge' })
  })

  it('needs no more than a key and an endpoint, and is then called by its host', () => {
    expect(read({ config })).toMatchObject({
      name: 'pay.example',
      profile: '',
      iconUrl: null,
      contact: null,
      capabilities: [],
      currencies: [],
      accepts: [],
    })
  })

  it('loses a slash at the end of its endpoint, and what could deceive a reader in its texts', () => {
    const parsed = read({
      ...withConfig({ endpoint: 'https://pay.example/oc/' }),
      name: 'Good\u202e\u0000 Bank\n',
      description: 'x'.repeat(2000),
    })
    expect(parsed.endpoint).toBe('https://pay.example/oc')
    expect(parsed.name).toBe('Good Bank')
    expect(parsed.profile).toHaveLength(1000)
  })

  it.each(['ftp://pay.example/i.png', 'javascript:alert(1)', 'data:image/svg+xml,x', 5, '/icon.png'])(
    'has no icon at %s',
    (icon) => {
      expect(read({ config, icon }).iconUrl).toBeNull()
    },
  )

  it.each<[string, JsonValue, RegExp]>([
    ['it is no object', [], /not a JSON object/],
    ['it has no key', { config: { endpoint: 'https://a.example' } }, /^publicKey/],
    ['its key is no point', withConfig({ publicKey: '00'.repeat(64) }), /^publicKey: NOT_ON_CURVE/],
    ['its endpoint is no URL', withConfig({ endpoint: '/opencharge' }), /^endpoint/],
    ['its endpoint is a script', withConfig({ endpoint: 'javascript:alert(1)' }), /^endpoint/],
    ['its endpoint has credentials', withConfig({ endpoint: 'https://a:b@pay.example' }), /^endpoint/],
    ['its endpoint has a query', withConfig({ endpoint: 'https://pay.example/?a=1' }), /^endpoint/],
    ['its endpoint has a backslash', withConfig({ endpoint: 'https://pay.example\\@evil.example' }), /^endpoint/],
    ['an accepted OCID is none', withConfig({ settlement: { accepts: ['-1'] } }), /^settlement.accepts.0/],
    ['its capabilities are no list', withConfig({ capabilities: 'all' }), /^capabilities/],
    ['its lists are too long', withConfig({ capabilities: Array(101).fill('x') }), /^capabilities/],
  ])('is refused when %s', (_name, json, expected) => {
    expect(reason(json)).toMatch(expected)
  })

  it('is refused when its signature does not verify over config', () => {
    const changed = { ...built, config: { ...config, capabilities: ['payment.settle'] } }
    expect(reason(changed)).toBe('signature: does not verify over config')
    expect(reason({ ...built, signature: '' })).toMatch(/does not verify/)
    expect(reason({ ...config, signature: built.signature ?? '' })).toMatch(/there is no config/)
  })

  it('may have anything unsigned changed but not its key', () => {
    expect(read({ ...built, name: 'Another name' }).name).toBe('Another name')
    const stolen = { ...config, publicKey: testPerson('mallory').key.hex }
    expect(reason({ config: stolen, signature: signObject(stolen, gateway.signer) })).toMatch(/does not verify/)
  })

  it('says so when its signature is of the shallow kind', () => {
    const listed = { ...config, settlement: { currencies: ['USD'], accepts: [1] } }
    const shallow = gateway.signer.sign(JSON.stringify(listed, Object.keys(listed).sort()))
    expect(reason({ config: listed, signature: shallow })).toMatch(/shallow canonicalisation/)
  })

  it('never throws, whatever it is', () => {
    const value = fc.jsonValue() as fc.Arbitrary<JsonValue>
    const document = fc.record({
      config: value,
      publicKey: value,
      endpoint: value,
      settlement: value,
      signature: value,
      name: value,
      icon: value,
    })
    fc.assert(fc.property(fc.oneof(value, document), (json) => void parse(json as JsonValue)))
  })
})
