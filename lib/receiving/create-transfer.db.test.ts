import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeNonce, nowSeconds } from '@/lib/checkout/testing/make-checkout'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeAccount } from '@/lib/ledger/testing/make-account'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyProof } from '@/lib/opencharge/proof'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { savePartner } from '@/lib/partners/partner-store'
import {
  balanceOf,
  createReceivingLab,
  gatewayWithAccount,
  makeRecipient,
  makeReserve,
  merchant,
  otherPartner,
  partner,
  type ReceivingLab,
  stranger,
  transferBody,
  written,
} from './testing/receiving-lab'

useTestDatabase()

let lab: ReceivingLab

beforeAll(async () => {
  lab = await createReceivingLab()
  await makeReserve(partner, 1_000_000n)
  await makeReserve(otherPartner, 700n)
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

type Value = { status: string; txid: string; proof: Record<string, unknown>; signature: string }
async function succeed(...args: Parameters<ReceivingLab['transfer']>): Promise<Value> {
  const outcome = await lab.transfer(...args)
  expect(outcome).toMatchObject({ ok: true })
  return (outcome as { value: Value }).value
}

async function expectRefusal(code: string, ...args: Parameters<ReceivingLab['transfer']>) {
  const before = await written()
  expect(await lab.transfer(...args)).toMatchObject({ ok: false, error: { code } })
  expect(await written()).toEqual(before)
}

test('a transfer that asks for the proof of another provider was sent to that one, and is refused', async () => {
  await expectRefusal('INVALID_REQUEST', partner, transferBody({ issuer: stranger }))
  await succeed(partner, transferBody({ issuer: 200 }))
})

describe('a transfer goes', () => {
  test('to a merchant, whose webhook gets the very proof that was answered', async () => {
    const [reserve, before] = [
      await balanceOf('PARTNER_RESERVE', partner),
      (await balanceOf('MERCHANT', merchant)) ?? 0,
    ]
    const body = transferBody({ amount: '5.0', memo: 'Tea', to: { ocid: merchant, reference: 'invoice 7' } })
    const { status, txid, proof, signature } = await succeed(partner, body)
    expect(status).toBe('completed')
    expect(proof).toEqual({
      txid,
      issuer: 200,
      from: body.from,
      to: body.to,
      amount: '5.0',
      currency: 'USD',
      memo: 'Tea',
      timestamp: expect.any(Number),
    })
    const issuerKey = testPerson('our gateway').key
    const expected = { receiverOcid: merchant, reference: 'invoice 7' }
    expect(verifyProof({ proof, signature, accepts: [200], issuerKey, expected }, nobleCrypto).ok).toBe(true)
    expect(await balanceOf('PARTNER_RESERVE', partner)).toBe(Number(reserve) - 500)
    expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
    const [row] =
      await sql(`SELECT d.body, d.receiver_ocid AS receiver, j.key FROM partner_transfers p JOIN deliveries d ON d.id = p.delivery_id
      JOIN graphile_worker._private_jobs j ON j.key = 'deliver:' || d.id WHERE p.txid = '${txid}'`)
    expect(row).toMatchObject({ body: JSON.stringify({ proof, signature }), receiver: String(merchant) })
  })

  test('to a gateway that keeps an account with us', async () => {
    await succeed(partner, transferBody({ to: { ocid: gatewayWithAccount } }))
    expect(await balanceOf('MERCHANT_GATEWAY', gatewayWithAccount)).toBe(500)
  })

  test('to a merchant that has an account here without an agreement', async () => {
    await makeAccount({ kind: 'MERCHANT', ocid: 333 }, { currency: 'EUR' })
    await succeed(partner, transferBody({ to: { ocid: 333 } }))
    expect(await balanceOf('MERCHANT', 333)).toBe(500)
  })

  test('to a person by reference, and nobody is told but the caller', async () => {
    const { userId, reference } = await makeRecipient()
    const before = await countOf('deliveries')
    await succeed(partner, transferBody({ to: { ocid: 200, reference } }))
    expect(await balanceOf('USER_WALLET', userId)).toBe(500)
    expect(await countOf('deliveries')).toBe(before)
  })

  test('to a person by the OCID that was registered, whose webhook gets the proof', async () => {
    const { userId } = await makeRecipient(4711)
    await succeed(partner, transferBody({ to: { ocid: 4711 } }))
    expect(await balanceOf('USER_WALLET', userId)).toBe(500)
    expect(await countOf('deliveries', 'receiver_ocid = 4711')).toBe(1)
  })

  test('out of a reserve to its last cent', async () => {
    await savePartner(merchant, { merchantAccount: true })
    await succeed(otherPartner, transferBody({ amount: '7.00' }, otherPartner))
    expect(await balanceOf('PARTNER_RESERVE', otherPartner)).toBe(0)
  })
})

describe('a transfer is refused, and nothing is left of it,', () => {
  const to = (ocid: number, reference?: string) => transferBody({ to: { ocid, ...(reference && { reference }) } })

  test('when it is out of the reserve of somebody else', () =>
    expectRefusal('INVALID_REQUEST', otherPartner, transferBody()))
  test('when it is to the caller itself', () => expectRefusal('INVALID_REQUEST', partner, to(partner)))
  test('when the caller has no reserve', () => expectRefusal('ACCOUNT_NOT_FOUND', stranger, transferBody({}, stranger)))
  test('when the caller has none in this currency', () =>
    expectRefusal('ACCOUNT_NOT_FOUND', partner, transferBody({ currency: 'EUR' })))
  test('when the currency is not held here', () =>
    expectRefusal('CURRENCY_MISMATCH', partner, transferBody({ currency: 'XYZ' })))
  test('when the amount has more digits than the currency', () =>
    expectRefusal('INVALID_REQUEST', partner, transferBody({ amount: '5.001' })))
  test('when the reserve is one cent short', async () => {
    const had = Number(await balanceOf('PARTNER_RESERVE', partner))
    const amount = ((had + 1) / 100).toFixed(2)
    await expectRefusal('INSUFFICIENT_FUNDS', partner, transferBody({ amount, to: { ocid: gatewayWithAccount } }))
    const { reference } = await makeRecipient()
    // Whose wallet would have to be opened for it.
    await expectRefusal('INSUFFICIENT_FUNDS', partner, transferBody({ amount, to: { ocid: 200, reference } }))
  })
  test('when the recipient has no account here', () => expectRefusal('ACCOUNT_NOT_FOUND', partner, to(stranger)))
  test('when no person has this reference', () => expectRefusal('ACCOUNT_NOT_FOUND', partner, to(200, 'u_nobody')))
  test('when it is to us, and to nobody of us', () => expectRefusal('ACCOUNT_NOT_FOUND', partner, to(200)))
  test('when the recipient is blocked', async () => {
    await savePartner(777, { merchantAccount: true, blocked: true })
    await expectRefusal('CONNECTION_REFUSED', partner, to(777))
  })
  test('when the agreement with the caller leaves this currency out', async () => {
    await savePartner(partner, { currencies: ['EUR'] })
    await expectRefusal('CURRENCY_MISMATCH', partner, transferBody())
    await savePartner(partner, { currencies: [] })
  })
  test.each(['', 'x'.repeat(256), 'caf\u00e9'])('when its Idempotency-Key is %j', (key) =>
    expectRefusal('INVALID_REQUEST', partner, transferBody(), { key }),
  )
  test('when its nonce was used before', async () => {
    const nonce = makeNonce({ ocid: partner })
    await succeed(partner, transferBody(), { nonce: { ...nonce } })
    await expectRefusal('NONCE_REUSED', partner, transferBody(), { nonce: { ...nonce } })
  })
  test('when we stood still until its sender no longer counts with it', () =>
    expectRefusal('NONCE_REUSED', partner, transferBody(), {
      nonce: makeNonce({ ocid: partner, expiresAtEpochSeconds: nowSeconds() - 300 }),
    }))
})

describe('what was asked for twice is done once', () => {
  const anonymous = (changes = {}) => transferBody({ from: { ocid: partner }, ...changes })

  test('by its reference, also when its members stand in another order', async () => {
    const body = transferBody()
    const first = await succeed(partner, body)
    const before = await written()
    expect(JSON.stringify(await succeed(partner, body))).toBe(JSON.stringify(first))
    const turned = Object.fromEntries(Object.entries(body).reverse()) as typeof body
    expect(await succeed(partner, turned)).toEqual(first)
    expect(await written()).toEqual(before)
  })

  test('by its key', async () => {
    const first = await succeed(partner, anonymous(), { key: 'key 1' })
    expect(await succeed(partner, anonymous(), { key: 'key 1' })).toEqual(first)
    expect((await succeed(partner, anonymous(), { key: 'key 2' })).txid).not.toBe(first.txid)
    expect((await succeed(partner, anonymous())).txid).not.toBe(first.txid)
  })

  test('by its reference, whatever the key is then', async () => {
    const body = transferBody()
    const first = await succeed(partner, body, { key: 'key 3' })
    expect(await succeed(partner, body, { key: 'key 4' })).toEqual(first)
    expect(await succeed(partner, body)).toEqual(first)
  })

  test.each([
    ['amount', { amount: '5.01' }],
    ['notation of the amount', { amount: '5.0' }],
    ['recipient', { to: { ocid: gatewayWithAccount } }],
    ['memo', { memo: 'other' }],
    ['order', { order: { id: 'o', urls: [] } }],
    ['amount, which is too much', { amount: '99999999.00' }],
    ['recipient, who has no account', { to: { ocid: stranger } }],
    ['currency, which is not held', { currency: 'XYZ' }],
  ])('and with another %s it is a conflict', async (_, changes) => {
    const body = transferBody()
    await succeed(partner, body)
    await expectRefusal('ORDER_CONFLICT', partner, { ...body, ...changes } as typeof body)
    const key = `key ${JSON.stringify(changes)}`
    await succeed(partner, anonymous(), { key })
    await expectRefusal('ORDER_CONFLICT', partner, anonymous(changes), { key })
  })

  test('one key for two references is a conflict', async () => {
    await succeed(partner, transferBody(), { key: 'key 5' })
    await expectRefusal('ORDER_CONFLICT', partner, transferBody(), { key: 'key 5' })
  })

  test('another caller may use the same reference and the same key', async () => {
    await makeReserve(otherPartner, 500n)
    const theirs = transferBody({ from: { ocid: otherPartner, reference: 'shared' } }, otherPartner)
    const ours = await succeed(partner, transferBody({ from: { ocid: partner, reference: 'shared' } }), {
      key: 'shared',
    })
    expect((await succeed(otherPartner, theirs, { key: 'shared' })).txid).not.toBe(ours.txid)
  })

  test('also after everything that made it possible has gone', async () => {
    await savePartner(778, { merchantAccount: true })
    const body = transferBody({ to: { ocid: 778 } })
    const first = await succeed(partner, body)
    await savePartner(778, { merchantAccount: false, blocked: true })
    await savePartner(partner, { currencies: ['EUR'] })
    expect(await succeed(partner, body)).toEqual(first)
    await savePartner(partner, { currencies: [] })
  })

  test('after it was refused for want of money it can be asked for again', async () => {
    await savePartner(779, {})
    await makeReserve(779, 100n)
    lab.peers.put(779, 'party 779')
    const body = transferBody({}, 779)
    await expectRefusal('INSUFFICIENT_FUNDS', 779, body)
    await makeReserve(779, 400n)
    await succeed(779, body)
  })
})

describe('at the same moment', () => {
  const fifty = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, ask))

  test.each(['reference', 'key', 'both'])(
    'fifty times one transfer by %s move the money once, with one proof',
    async (by) => {
      const { reference } = await makeRecipient()
      const from = { ocid: partner, ...(by !== 'key' && { reference: `at once ${by}` }) }
      const body = transferBody({ from, to: { ocid: 200, reference } })
      const more = by === 'reference' ? {} : { key: `at once ${by}` }
      const before = Number(await balanceOf('PARTNER_RESERVE', partner))
      const answers = await fifty(() => succeed(partner, body, more))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(await balanceOf('PARTNER_RESERVE', partner)).toBe(before - 500)
    },
  )

  test('fifty transfers of which seven are covered: seven move', async () => {
    lab.peers.put(780, 'party 780')
    await makeReserve(780, 3500n)
    const outcomes = await fifty(() => lab.transfer(780, transferBody({}, 780)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(7)
    expect(outcomes.filter((one) => !one.ok && one.error.code === 'INSUFFICIENT_FUNDS')).toHaveLength(43)
    expect(await balanceOf('PARTNER_RESERVE', 780)).toBe(0)
  })

  test('fifty transfers to one person open one wallet', async () => {
    const { userId, reference } = await makeRecipient()
    await fifty(() => succeed(partner, transferBody({ to: { ocid: 200, reference } })))
    expect(await balanceOf('USER_WALLET', userId)).toBe(25_000)
  })

  test('one nonce fifty times passes once', async () => {
    const nonce = makeNonce({ ocid: partner })
    const outcomes = await fifty(() => lab.transfer(partner, transferBody(), { nonce: { ...nonce } }))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })
})
