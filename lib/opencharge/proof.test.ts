import { describe, expect, it } from 'vitest'
import { parseCurrencyList } from '@/lib/money/currency'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { type ExpectedProof, parseProof, proofMoney, txidReused, verifyProof } from '@/lib/opencharge/proof'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'

const issuer = testPerson('issuer')
const proof = {
  txid: 'tx_1',
  issuer: 100,
  from: { ocid: 7, reference: 'pay_1' },
  to: { ocid: 0, reference: 'ord_1' },
  amount: '99.99',
  currency: 'USD',
  timestamp: 1706500500,
}
const expected: ExpectedProof = {
  receiverOcid: 0,
  reference: 'ord_1',
  money: { amountMinor: 9999n, currency: { code: 'USD', exponent: 2 } },
}
const signature = signObject(proof, issuer.signer)
const genuine = { proof, signature, accepts: [100, 101], issuerKey: issuer.key, expected }

/** A changed proof with a fresh, genuine signature. */
const signed = (changes: object, over: object = {}) => {
  const changed = { ...proof, ...changes }
  return verifyProof(
    { ...genuine, proof: changed, signature: signObject(changed, issuer.signer), ...over },
    nobleCrypto,
  )
}
const refused = (code: string, hint?: string) => ({ ok: false, error: { code, ...(hint && { details: { hint } }) } })

describe('a proof', () => {
  it('counts when it says what is expected, and comes back as the very object', () => {
    const verified = verifyProof(genuine, nobleCrypto)
    expect(verified.ok && verified.value).toBe(proof)
  })

  it('counts with an amount that is the same number, with unknown members, and where less is expected', () => {
    expect(signed({ amount: '99.990' }).ok).toBe(true)
    expect(signed({ fee: { none: true } }).ok).toBe(true)
    expect(signed({ amount: '5', currency: 'EUR' }, { expected: { receiverOcid: 0 } }).ok).toBe(true)
  })

  it.each([
    ['payee', { to: { ocid: 1, reference: 'ord_1' } }],
    ['payee’s reference', { to: { ocid: 0, reference: 'ord_2' } }],
    ['payer', { from: { ocid: 8, reference: 'pay_1' } }],
    ['amount', { amount: '9999.99' }],
    ['currency', { currency: 'KWD' }],
    ['txid', { txid: 'tx_2' }],
    ['time', { timestamp: 1706500501 }],
    ['memo', { memo: 'added' }],
  ])('is refused when its %s was changed after signing', (_name, changes) => {
    const changed = { ...genuine, proof: { ...proof, ...changes } }
    expect(verifyProof(changed, nobleCrypto)).toMatchObject(refused('PROOF_SIGNATURE_INVALID'))
  })

  it('is refused with a hint when its signature leaves the payee unsigned', () => {
    const shallow = issuer.signer.sign(JSON.stringify(proof, Object.keys(proof).sort()))
    const verdict = verifyProof({ ...genuine, signature: shallow }, nobleCrypto)
    expect(verdict).toMatchObject(refused('PROOF_SIGNATURE_INVALID', 'shallow_canonicalisation'))
  })

  it.each([undefined, null, 5, '', 'x', {}])('is refused with %s for a signature', (bad) => {
    expect(verifyProof({ ...genuine, signature: bad }, nobleCrypto)).toMatchObject(refused('PROOF_SIGNATURE_INVALID'))
  })

  it('is refused when it credits somebody else, even if genuine', () => {
    expect(signed({ to: { ocid: 1, reference: 'ord_1' } })).toMatchObject(refused('INVALID_PROOF', 'receiver_mismatch'))
    expect(signed({ to: { ocid: 0, reference: 'x' } })).toMatchObject(refused('INVALID_PROOF', 'reference_mismatch'))
    expect(signed({ to: { ocid: 0 } })).toMatchObject(refused('INVALID_PROOF', 'reference_mismatch'))
  })

  it.each(['99.98', '100', '9999', '99.991'])('is refused with an amount of %s', (amount) => {
    expect(signed({ amount })).toMatchObject(refused('AMOUNT_MISMATCH'))
  })

  it.each(['EUR', 'usd', 'USDT'])('is refused in %s', (currency) => {
    expect(signed({ currency })).toMatchObject(refused('CURRENCY_MISMATCH'))
  })

  it('is refused from an issuer that is not accepted', () => {
    expect(signed({ issuer: 102 })).toMatchObject(refused('ISSUER_NOT_ACCEPTED'))
    expect(signed({}, { accepts: [] })).toMatchObject(refused('ISSUER_NOT_ACCEPTED'))
  })

  it.each([
    null,
    [],
    'proof',
    { ...proof, issuer: '100' },
    { ...proof, to: undefined },
    { ...proof, to: { reference: 'ord_1' } },
    { ...proof, from: null },
    { ...proof, amount: '-99.99' },
    { ...proof, amount: 99.99 },
    { ...proof, txid: '' },
    { ...proof, timestamp: '1706500500' },
  ])('is refused as INVALID_PROOF when its shape is wrong: %j', (value) => {
    expect(parseProof(value)).toMatchObject({ ok: false, error: { code: 'INVALID_PROOF', details: { issues: [{}] } } })
  })

  it('is judged in the order of the protocol: shape, issuer, signature, receiver, amount, currency', () => {
    const steps = [
      { to: { ocid: 1, reference: 'ord_1' }, amount: '1', currency: 'EUR' },
      { amount: '1', currency: 'EUR' },
      { currency: 'EUR' },
    ].map((changes) => signed(changes))
    const unsigned = { ...genuine, signature: 'x', proof: { ...proof, to: { ocid: 1 } } }
    const verdicts = [
      verifyProof({ ...unsigned, proof: { ...proof, issuer: 'x' } }, nobleCrypto),
      verifyProof({ ...unsigned, accepts: [] }, nobleCrypto),
      verifyProof(unsigned, nobleCrypto),
      ...steps,
    ]
    expect(verdicts.map((verdict) => (verdict.ok ? 'ok' : verdict.error.code))).toEqual([
      'INVALID_PROOF',
      'ISSUER_NOT_ACCEPTED',
      'PROOF_SIGNATURE_INVALID',
      'INVALID_PROOF',
      'AMOUNT_MISMATCH',
      'CURRENCY_MISMATCH',
    ])
  })

  it('has its refusal for a txid that stands for something else', () => {
    expect(txidReused()).toMatchObject({ code: 'INVALID_PROOF', status: 400, details: { hint: 'txid_reused' } })
  })
})

describe('the money of a proof that nobody expected', () => {
  const table = parseCurrencyList('USD,UGX')
  const money = (changes: object) => {
    const parsed = parseProof({ ...proof, ...changes })
    return parsed.ok && table.ok ? proofMoney(parsed.value, table.value) : parsed
  }

  it('is read in our currencies and refused otherwise', () => {
    expect(money({})).toEqual({ ok: true, value: expected.money })
    expect(money({ currency: 'EUR' })).toMatchObject(refused('CURRENCY_MISMATCH'))
    expect(money({ currency: 'UGX', amount: '1.5' })).toMatchObject(refused('INVALID_PROOF', 'amount_not_of_currency'))
  })
})
