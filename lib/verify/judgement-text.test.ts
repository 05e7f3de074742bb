import { createTranslator } from 'next-intl'
import { describe, expect, test, vi } from 'vitest'
import ar from '@/lib/i18n/messages/ar.json'
import en from '@/lib/i18n/messages/en.json'
import { readEvidence } from '@/lib/opencharge/evidence'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'
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

function signedOrder(changes: JsonObject) {
  const changed = { ...order, ...changes }
  return { order: changed, orderSignature: signObject(changed, merchant.signer) }
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
      /^Gateway 200 states that 99\.99 USD was paid to merchant 500 for order “ord_abc123” on 2027-01-15 08:00:00 UTC; the signature is valid under the key .{4}….{4}, seen from 2026-09-21 14:13:20 UTC to 2027-01-15 08:01:40 UTC\.$/,
    )
  })

  test('calls a payee a merchant, and a reference an order, only where the payee has signed that order', () => {
    const unsigned = judge({ orderSignature: undefined as never })
    const bare = judge({ order: undefined as never, orderSignature: undefined as never })
    for (const judgement of [unsigned, bare, judge({ keys: bundle.keys.slice(0, 1) })]) {
      expect(judgementSentence(judgement, language('en'))).toMatch(
        /^OCID 200 states that 99\.99 USD was paid to OCID 500 on 2027-01-15 08:00:00 UTC, with the reference “ord_abc123”; /,
      )
    }
  })

  test('says of a broken one that it is not proved, and of one without a key that it is not decided', () => {
    expect(judgementSentence(judge({ proof: { ...proof, amount: '1.00' } }), language('en'))).toMatch(
      /^This is not proved:/,
    )
    expect(judgementSentence(judge({ keys: [] }), language('en'))).toContain('cannot be said without a key')
    expect(judgementSentence(judge({ proof: {} }), language('en'))).toBeNull()
  })

  const signed = (changes: JsonObject) => {
    const changed = { ...proof, ...changes }
    return { proof: changed, signature: signObject(changed, gateway.signer) }
  }
  const sentence = (changes: JsonObject, locale: 'en' | 'ar' = 'en') =>
    judgementSentence(judge(changes), language(locale)) ?? ''

  test('states what the proof says and nothing that an order beside it adds', () => {
    const paid = signed({ to: { ocid: 300, reference: 'ord_abc123' } })
    const order = { ...bundle.order, ocid: 999 }
    const alone = judgementSentence(judge({ ...paid, order: undefined as never }), language('en'))
    for (const beside of [{ order }, { order, orderSignature: signObject(order, merchant.signer) }, { order: {} }])
      expect(sentence({ ...paid, ...beside })).toContain(alone?.split(';')[0])
    expect(sentence({ ...paid, order })).not.toContain('999')
    const payee = judge({ ...paid, order }).checks.find(({ check }) => check === 'payee')
    expect(payee && checkText(payee, language('en'))).toBe(
      'The order names merchant 999; the proof only says that OCID 300 was paid: that 300 pays 999 is not proved here.',
    )
  })

  test('shows the issuer’s own prose in quotation marks that it cannot leave, and not without end', () => {
    const prose = 'ord” and that it belongs to OCID 9 «really» "yes" “'
    expect(sentence(signed({ to: { ocid: 500, reference: prose } }))).toContain(
      ", with the reference “ord' and that it belongs to OCID 9 'really' 'yes' '”",
    )
    expect(sentence(signed({ memo: prose }), 'ar')).toContain("بالملاحظة «ord' and that")
    expect(sentence(signed({ memo: 'x'.repeat(900) }))).toMatch(/with the note “x{119}…”;/)
  })

  test('quotes a currency that only looks like one, and does not call it valid', () => {
    const text = sentence(signed({ currency: 'U\u0405D' }))
    expect(text).toMatch(/^This is not proved: .* “U\u0405D” was paid/)
  })

  test('says within the sentence that the key was not seen at the time of the proof', () => {
    const seen = (firstSeenAt: number, lastSeenAt: number) =>
      sentence({ keys: [{ ...bundle.keys[0], firstSeenAt, lastSeenAt }] })
    expect(seen(0, 86_400)).toContain(
      'which was seen only from 1970-01-01 00:00:00 UTC to 1970-01-02 00:00:00 UTC: not',
    )
    expect(seen(1_800_000_100, 1_790_000_000)).not.toContain('seen')
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
    { keys: [{ ...bundle.keys[0], firstSeenAt: 1_800_001_000, lastSeenAt: 1_800_002_000 }] },
    { keys: [{ ...bundle.keys[0], firstSeenAt: 0, lastSeenAt: 1 }] },
    { order: { ...order, ocid: 999 } },
    signed({ to: { ocid: 300, reference: 'ord_abc123' } }),
    { ...signed({ to: { ocid: 300 }, memo: 'x' }), ...signedOrder({ accepts: [300] }) },
    signed({ currency: 'U\u0405D' }),
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
