import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import { type EvidenceError, MOST_EVIDENCE_BYTES, readEvidence } from '@/lib/opencharge/evidence'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'

vi.setConfig({ testTimeout: 60_000 })

const [gateway, merchant, stranger] = [testPerson('gateway'), testPerson('merchant'), testPerson('stranger')]
const now = 1_800_000_000

const order = {
  id: 'ord_abc123',
  ocid: 500,
  amount: '99.99',
  currency: 'USD',
  createdAt: now - 200,
  accepts: [200],
  items: [{ id: 'a', name: 'Lamp', quantity: 1, price: '99.99' }],
}
const proof = {
  txid: 'tx_1',
  issuer: 200,
  from: { ocid: 200, reference: 'pay_1' },
  to: { ocid: 500, reference: 'ord_abc123' },
  amount: '99.990',
  currency: 'USD',
  timestamp: now - 100,
  memo: 'a lamp',
}
const seen = { firstSeenAt: now - 9000, lastSeenAt: now }
const keys = [
  { ocid: 200, publicKey: gateway.key.hex, ...seen },
  { ocid: 500, publicKey: merchant.key.hex, ...seen },
]
const bundle = {
  order,
  orderSignature: signObject(order, merchant.signer),
  proof,
  signature: signObject(proof, gateway.signer),
  keys,
}

function judge(changes: JsonObject = {}) {
  const evidence = readEvidence(new TextEncoder().encode(JSON.stringify({ ...bundle, ...changes })))
  if (!evidence.ok) throw new Error(evidence.error)
  return judgeEvidence(evidence.value, nobleCrypto, new Map(), now)
}

const faultsOf = (changes: JsonObject) => {
  const { verdict, checks } = judge(changes)
  expect(verdict).toBe('broken')
  return checks.filter(({ state }) => state === 'fault')
}

describe('a sound bundle', () => {
  it('is valid, under the key that the file names with the time it was seen', () => {
    const { verdict, key, checks } = judge()
    expect({ verdict, key }).toMatchObject({ verdict: 'valid', key: { ocid: 200, key: gateway.key, ...seen } })
    expect(checks.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'form ok',
      'signature ok',
      'key ok',
      'time ok',
      'money ok',
      'orderSignature ok',
      'amount ok',
      'currency ok',
      'payee ok',
      'reference ok',
    ])
  })

  it('through a gateway says of the gateway only that it was paid, and whether the merchant’s order accepts it', () => {
    const paid = { ...proof, to: { ...proof.to, ocid: 300 } }
    const judged = (signed: JsonObject) =>
      judge({
        order: signed,
        orderSignature: signObject(signed, merchant.signer),
        proof: paid,
        signature: signObject(paid, gateway.signer),
      })
    const { accepts: _, ...open } = order
    const payee = (signed: JsonObject) => judged(signed).checks.find(({ check }) => check === 'payee')
    expect(payee({ ...order, accepts: [300] })).toMatchObject({ state: 'unknown', reason: 'PAID_TO_ACCEPTED' })
    expect(payee(open)).toMatchObject({ state: 'unknown', reason: 'PAID_TO_GATEWAY' })
    expect(judged(open)).toMatchObject({ verdict: 'valid' })
    expect(judged(order)).toMatchObject({ verdict: 'broken' })
  })

  it('stays undecided while there is no key for its issuer', () => {
    const judged = judge({ keys: [keys[1] ?? {}] })
    expect(judged.verdict).toBe('undecided')
    expect(judged.checks).toContainEqual({ check: 'signature', state: 'note', reason: 'NO_KEY', ocid: 200 })
  })

  it.each([
    ['first seen after the proof was made', { firstSeenAt: now + 1000, lastSeenAt: now + 2000 }, 'KEY_SEEN_LATER'],
    ['last seen before the proof was made', { firstSeenAt: 0, lastSeenAt: 86_400 }, 'KEY_SEEN_BEFORE'],
    ['last seen before it was first seen', { firstSeenAt: now, lastSeenAt: now - 9000 }, 'KEY_SPAN_IMPOSSIBLE'],
    ['of which nobody says when it was last seen', { firstSeenAt: 0, lastSeenAt: null }, 'KEY_UNDATED'],
  ])('notes a key that was %s', (_, span, reason) => {
    const { checks } = judge({ keys: [{ ...keys[0], ...span }, keys[1] ?? {}] })
    expect(checks).toContainEqual(expect.objectContaining({ check: 'key', state: 'note', reason }))
  })

  it('lets a key have been seen until five minutes before the proof, for two clocks that differ', () => {
    const { checks } = judge({ keys: [{ ...keys[0], lastSeenAt: proof.timestamp - 300 }, keys[1] ?? {}] })
    expect(checks).toContainEqual(expect.objectContaining({ check: 'key', state: 'ok' }))
  })

  it('notes a key without dates', () => {
    const bare = judge({ keys: [], key: gateway.key.hex })
    expect(bare).toMatchObject({ verdict: 'valid' })
    expect(bare.checks).toContainEqual({ check: 'key', state: 'note', reason: 'KEY_UNDATED' })
  })
})

describe('an order that anybody can have written', () => {
  const paid = { ...proof, to: { ocid: 300, reference: 'ord_1' } }
  const written = { id: 'ord_1', ocid: 999, amount: '99.99', currency: 'USD', createdAt: now - 200 }
  const beside = (changes: JsonObject) =>
    judge({
      proof: paid,
      signature: signObject(paid, gateway.signer),
      order: written,
      orderSignature: undefined as never,
      ...changes,
    })
  const states = (changes: JsonObject) =>
    beside(changes)
      .checks.filter(({ check }) => ['orderSignature', 'amount', 'currency', 'payee', 'reference'].includes(check))
      .map(({ state }) => state)

  it.each<[string, JsonObject]>([
    ['is not signed', {}],
    ['is signed by a key that nobody knows', { orderSignature: signObject(written, stranger.signer) }],
    ['has a signature that is none', { orderSignature: 'zz' }],
    ['names the payee of the proof, unsigned', { order: { ...written, ocid: 300 } }],
  ])('and that %s has no check in order', (_, changes) => {
    expect(states(changes)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'unknown'])
    expect(beside(changes).verdict).toBe('valid')
  })

  it('and that its own merchant signed still makes nobody a payee whom the proof does not name', () => {
    const key = { ocid: 999, publicKey: stranger.key.hex, ...seen }
    const signed = { orderSignature: signObject(written, stranger.signer), keys: [...keys, key] }
    expect(states(signed)).toEqual(['ok', 'ok', 'ok', 'unknown', 'ok'])
    expect(beside(signed).checks.find(({ check }) => check === 'payee')).toMatchObject({ reason: 'PAID_TO_GATEWAY' })
  })

  it('and whose signature a known key of its merchant did not make is broken, with no check in order', () => {
    const key = { ocid: 999, publicKey: merchant.key.hex, ...seen }
    const wrong = { orderSignature: signObject(written, stranger.signer), keys: [...keys, key] }
    expect(states(wrong)).toEqual(['fault', 'unknown', 'unknown', 'unknown', 'unknown'])
    expect(beside(wrong).verdict).toBe('broken')
  })
})

describe('what was changed after signing is named', () => {
  it.each<[string, JsonObject, string]>([
    ['amount', { proof: { ...proof, amount: '9.99' } }, 'amount'],
    ['currency', { proof: { ...proof, currency: 'EUR' } }, 'currency'],
    ['payee', { proof: { ...proof, to: { ...proof.to, ocid: 666 } } }, 'payee'],
    ['reference', { proof: { ...proof, to: { ...proof.to, reference: 'ord_other' } } }, 'reference'],
    ['issuer', { proof: { ...proof, issuer: 500 } }, 'issuer'],
    ['issuer of whom there is no key', { proof: { ...proof, issuer: 7 } }, 'issuer'],
  ])('the %s of the proof', (_, changes, field) => {
    const fault = faultsOf(changes).find(({ check }) => check === 'signature')
    expect(fault).toMatchObject({ reason: 'PROOF_BROKEN', fields: [field] })
  })

  it.each<[string, JsonObject, string]>([
    ['currency', { order: { ...order, currency: 'EUR' } }, 'currency'],
    ['id', { order: { ...order, id: 'ord_other' } }, 'reference'],
    ['merchant', { order: { ...order, ocid: 200 } }, 'merchant'],
    ['amount', { order: { ...order, amount: '1.00' } }, 'amount'],
  ])('the %s of the order', (_, changes, field) => {
    const fault = faultsOf(changes).find(({ check }) => check === 'orderSignature')
    expect(fault).toMatchObject({ reason: 'ORDER_BROKEN', fields: [field] })
  })

  it('and it is certain where the other side has the very word that was signed', () => {
    const [fault] = faultsOf({ proof: { ...proof, currency: 'EUR' } })
    expect(fault).toMatchObject({ check: 'signature', isCertain: true })
    const both = faultsOf({ proof: { ...proof, currency: 'EUR', memo: 'another' } })
    expect(both[0]).toMatchObject({ reason: 'PROOF_BROKEN', fields: ['currency'], isCertain: false })
  })

  it.each(['txid', 'timestamp', 'memo', 'from'])('without a word for it in the order, %s breaks the text', (member) => {
    const value = { txid: 'tx_2', timestamp: 1, memo: 'x', from: { ocid: 1 } }[member] ?? null
    const faults = faultsOf({ proof: { ...proof, [member]: value } })
    expect(faults).toEqual([{ check: 'signature', state: 'fault', reason: 'PROOF_CHANGED' }])
  })

  it('the items of the order, which the proof says nothing of', () => {
    const faults = faultsOf({ order: { ...order, items: [{ ...order.items[0], name: 'Diamond' }] } })
    expect(faults).toEqual([{ check: 'orderSignature', state: 'fault', reason: 'ORDER_CHANGED' }])
  })
})

describe('no change of a signed text passes', () => {
  const text = fc.string({ minLength: 1, maxLength: 12 })
  const changes = fc.oneof(
    fc.record({ txid: text }),
    fc.record({ amount: fc.integer({ min: 1, max: 9998 }).map(String) }),
    fc.record({ currency: fc.constantFrom('EUR', 'JPY', 'usd') }),
    fc.record({ timestamp: fc.integer({ min: 0, max: now - 101 }) }),
    fc.record({ memo: text }),
    fc.record({ extra: text }),
    fc.record({ to: fc.record({ ocid: fc.integer({ min: 0, max: 499 }), reference: text }) }),
    fc.record({ from: fc.record({ ocid: fc.integer({ min: 0, max: 199 }) }) }),
  )

  it('of the proof', () => {
    fc.assert(
      fc.property(changes, (change) => {
        fc.pre(!('memo' in change && change.memo === proof.memo))
        expect(judge({ proof: { ...proof, ...change } as JsonObject }).verdict).toBe('broken')
      }),
      { numRuns: 30 },
    )
  })

  it('of the signature', () => {
    fc.assert(
      fc.property(fc.nat(129), fc.constantFrom('0', '7', 'f'), (at, digit) => {
        const signature = bundle.signature.slice(0, at) + digit + bundle.signature.slice(at + 1)
        fc.pre(signature !== bundle.signature)
        expect(judge({ signature }).verdict).toBe('broken')
      }),
      { numRuns: 20 },
    )
  })
})

describe('also refused is', () => {
  it('a proof that another key signed', () => {
    const faults = faultsOf({ signature: signObject(proof, stranger.signer) })
    expect(faults).toEqual([{ check: 'signature', state: 'fault', reason: 'PROOF_CHANGED' }])
  })

  it('a shallow signature, of the proof and of the order', () => {
    const signature = gateway.signer.sign(shallowCanonicalJson(proof))
    const orderSignature = merchant.signer.sign(shallowCanonicalJson(order))
    expect(faultsOf({ signature, orderSignature }).map(({ reason }) => reason)).toEqual([
      'PROOF_SHALLOW',
      'ORDER_SHALLOW',
    ])
  })

  it('a proof for another order, although both are signed', () => {
    const other = { ...order, id: 'ord_other', amount: '5.00' }
    const faults = faultsOf({ order: other, orderSignature: signObject(other, merchant.signer) })
    expect(faults.map(({ check, reason }) => `${check} ${reason}`)).toEqual(['amount DIFFERENT', 'reference DIFFERENT'])
  })

  it.each<[string, JsonObject, string]>([
    ['a time ahead of the clock', { timestamp: now + 3600 }, 'TIME_AHEAD'],
    ['more digits than the currency has', { amount: '99.999' }, 'AMOUNT_NOT_OF_CURRENCY'],
    ['a currency that only looks like one', { currency: 'U\u0405D' }, 'CURRENCY_FORM'],
    ['a currency in small letters', { currency: 'usd' }, 'CURRENCY_FORM'],
  ])('%s, whoever signed it', (_, change, reason) => {
    const signed = { ...proof, ...change }
    const faults = faultsOf({ proof: signed, signature: signObject(signed, gateway.signer) })
    expect(faults.map((fault) => fault.reason)).toContain(reason)
  })

  it('what has not the form of a proof, or of an order', () => {
    expect(judge({ proof: { txid: 'tx_1' } })).toMatchObject({ verdict: 'broken', proof: null })
    expect(faultsOf({ order: { id: 'x' } })).toMatchObject([{ check: 'order', reason: 'ORDER_MALFORMED' }])
  })
})

describe('nothing can be read from', () => {
  it.each<[string, string, EvidenceError]>([
    ['nothing', '', 'NOT_JSON'],
    ['a list', '[]', 'NOT_AN_OBJECT'],
    ['an object without a proof', '{"signature":"00"}', 'NO_PROOF'],
    ['a proof without a signature', '{"proof":{}}', 'NO_SIGNATURE'],
    ['the same key twice', '{"proof":{},"proof":{},"signature":""}', 'DUPLICATE_KEY'],
    ['two megabytes', `"${'x'.repeat(MOST_EVIDENCE_BYTES)}"`, 'TOO_LARGE'],
  ])('%s', (_, text, error) => {
    expect(readEvidence(new TextEncoder().encode(text))).toEqual({ ok: false, error })
  })

  it('keys that are none; and of a thousand keys only the first are tried', () => {
    const many = Array.from({ length: 1000 }, () => keys[1] ?? {})
    expect(judge({ keys: [...many, keys[0] ?? {}] }).verdict).toBe('undecided')
    expect(judge({ keys: [{ ocid: 200, publicKey: 'zz' }, null, 7, { ocid: -1 }] }).verdict).toBe('undecided')
  })
})
