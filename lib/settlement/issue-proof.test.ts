import { describe, expect, test } from 'vitest'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { createFastCrypto } from '@/lib/opencharge/fast-crypto'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyProof } from '@/lib/opencharge/proof'
import { createSigner } from '@/lib/opencharge/signer'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { issueProof } from './issue-proof'

const fastCrypto = await createFastCrypto()
const person = testPerson('our gateway')
const us = { ocid: 200, signer: createSigner(fastCrypto, person.secret) }
const terms = {
  paymentId: 'pay_1',
  to: { ocid: 300, reference: 'order-1 "é\u2028' },
  amount: '12.50',
  currency: 'USD',
  memo: 'Payment for order-1',
  timestampEpochSeconds: 1_800_000_000,
}
const usd = { code: 'USD', exponent: 2 }
const expected = { receiverOcid: 300, reference: terms.to.reference, money: { amountMinor: 1250n, currency: usd } }

const check = (proof: unknown, signature: unknown, crypto: typeof fastCrypto) =>
  verifyProof({ proof, signature, accepts: [200], issuerKey: person.key, expected }, crypto)

describe.each([
  ['the fast verifier', fastCrypto],
  ['the reference implementation', nobleCrypto],
])('a proof that we issue, as %s reads it from the wire', (_, crypto) => {
  const { proof, signature } = JSON.parse(issueProof(us, terms).envelope)

  test('verifies with all that it says', () => {
    expect(check(proof, signature, crypto)).toMatchObject({
      ok: true,
      value: {
        issuer: 200,
        from: { ocid: 200, reference: 'pay_1' },
        to: terms.to,
        amount: '12.50',
        currency: 'USD',
        timestamp: 1_800_000_000,
        memo: 'Payment for order-1',
      },
    })
  })

  test.each([
    ['who was paid', { to: { ...terms.to, ocid: 301 } }],
    ['for what', { to: { ocid: 300, reference: 'order-2' } }],
    ['how much', { amount: '12.51' }],
    ['in which currency', { currency: 'EUR' }],
    ['who paid', { from: { ocid: 200, reference: 'pay_2' } }],
    ['when', { timestamp: 1 }],
    ['what it is called', { memo: '' }],
    ['its txid', { txid: 'tx_0' }],
    ['anything beside', { note: 'and a tip' }],
  ])('does not verify when somebody changed %s', (_, change) => {
    const verdict = check({ ...proof, ...change }, signature, crypto)
    expect(verdict).toMatchObject({ ok: false, error: { code: 'PROOF_SIGNATURE_INVALID' } })
  })
})

test('the text that is stored is the text that was signed and the text that travels', () => {
  const { proofText, signature, envelope, txid, publicKey } = issueProof(us, terms)
  expect(envelope).toBe(`{"proof":${proofText},"signature":"${signature}"}`)
  expect(canonicalJson(JSON.parse(proofText))).toBe(proofText)
  expect(nobleCrypto.verify(proofText, signature, person.key)).toBe(true)
  expect(JSON.parse(proofText).txid).toBe(txid)
  expect(publicKey).toBe(person.key.hex)
})

test('two proofs never share a txid', () => {
  const txids = Array.from({ length: 200 }, () => issueProof(us, terms).txid)
  expect(new Set(txids).size).toBe(200)
  for (const txid of txids) expect(txid).toMatch(/^tx_[0-9a-f]{32}$/)
})
