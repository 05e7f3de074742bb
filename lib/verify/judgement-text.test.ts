import { createTranslator } from 'next-intl'
import { describe, expect, test, vi } from 'vitest'
import ar from '@/lib/i18n/messages/ar.json'
import en from '@/lib/i18n/messages/en.json'
import { readEvidence } from '@/lib/opencharge/evidence'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/test-people'
import { checkText, judgementSentence, type Words } from './judgement-text'

vi.setConfig({ testTimeout: 60_000 })

const [gateway, merchant] = [testPerson('gateway'), testPerson('merchant')]
const order = { id: 'ord_abc123', ocid: 500, amount: '99.99', currency: 'USD', createdAt: 1_799_999_000 }
const proof = {
  txid: 'tx_1',
  issuer: 200,
  from: { ocid: 200 },
  to: { ocid: 500, reference: 'ord_abc123' },
  amount: '99.99',
  currency: 'USD',
  timestamp: 1_800_000_000,
}
const bundle = {
  order,
  orderSignature: signObject(order, merchant.signer),
  proof,
  signature: signObject(proof, gateway.signer),
  keys: [
    { ocid: 200, publicKey: gateway.key.hex, firstSeenAt: 1_790_000_000, lastSeenAt: 1_800_000_100 },
    { ocid: 500, publicKey: merchant.key.hex, firstSeenAt: 1_790_000_000, lastSeenAt: 1_800_000_100 },
  ],
}

function judge(changes: JsonObject = {}) {
  const evidence = readEvidence(new TextEncoder().encode(JSON.stringify({ ...bundle, ...changes })))
  if (!evidence.ok) throw new Error(evidence.error)
  return judgeEvidence(evidence.value, nobleCrypto, new Map(), 1_800_000_200)
}

function language(locale: 'en' | 'ar') {
  const onError = (cause: Error) => {
    throw cause
  }
  const words = createTranslator({ locale, messages: { en, ar }[locale], namespace: 'verify', onError })
  return { words: words as unknown as Words, quote: (text: string) => text, comma: ', ' }
}

describe('a verdict in words', () => {
  test('says who states what, and under which key', () => {
    expect(judgementSentence(judge(), language('en'))).toMatch(
      /^Gateway 200 states that 99\.99 USD was paid to merchant 500 for order ord_abc123 on 2027-01-15 08:00:00 UTC; the signature is valid under the key 04..….{4}, seen from 2026-09-21 14:13:20 UTC to 2027-01-15 08:01:40 UTC\.$/,
    )
  })

  test('says of a broken one that it is not proved, and of one without a key that it is not decided', () => {
    expect(judgementSentence(judge({ proof: { ...proof, amount: '1.00' } }), language('en'))).toMatch(
      /^This is not proved:/,
    )
    expect(judgementSentence(judge({ keys: [] }), language('en'))).toContain('cannot be said without a key')
    expect(judgementSentence(judge({ proof: {} }), language('en'))).toBeNull()
  })

  const cases: JsonObject[] = [
    {},
    { keys: [] },
    { proof: {} },
    { proof: { ...proof, amount: '1.00' } },
    { proof: { ...proof, issuer: 500 } },
    { proof: { ...proof, to: { ocid: 7 } } },
    { proof: { ...proof, txid: 'tx_2' } },
    { proof: { ...proof, currency: 'XQX', timestamp: 9_000_000_000_000 } },
    { proof: { ...proof, amount: '1.001', memo: 'x' } },
    { order: { ...order, amount: '5' } },
    { order: { ...order, ocid: 200 } },
    { order: { ...order, memo: 'x' } },
    { order: {} },
    { order: { ...order, id: 'x' }, orderSignature: '' },
    { keys: [{ ...bundle.keys[0], firstSeenAt: null }] },
    { keys: [{ ...bundle.keys[0], firstSeenAt: 1_800_000_999 }] },
  ]

  test.each(['en', 'ar'] as const)('there are words for every check, in %s', (locale) => {
    const spoken = cases.flatMap((changes) => {
      const judged = judge(changes)
      judgementSentence(judged, language(locale))
      return judged.checks.map((check) => checkText(check, language(locale)))
    })
    for (const text of spoken) expect(text).toMatch(/\p{L}/u)
    expect(spoken.join()).not.toMatch(/verify\.|[{}<>]/)
  })
})
