import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyProof } from '@/lib/opencharge/proof'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { savePartner } from '@/lib/partners/partner-store'
import { addWallet, createPayLab, makePayer, type PayLab, tracesOf } from './testing/pay-lab'

useTestDatabase()

let lab: PayLab

beforeAll(async () => {
  lab = await createPayLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

describe.each([
  ['direct', 'direct', 'MERCHANT', 300, 'direct'],
  ['through the gateway of the merchant', 100, 'MERCHANT_GATEWAY', 100, 'gateway_account'],
] as const)('a payment %s', (_, by, kind, payee, strategy) => {
  test('moves the amount once, closes the page and leaves the proof on its way', async () => {
    const [page, ada] = [await lab.checkout({ by }), await makePayer(1000n)]
    expect(await lab.pay(page, ada)).toEqual({
      ok: true,
      value: {
        merchantReference: page.sessionId,
        successUrl: 'https://shop.example/thanks?session={SESSION_ID}',
        isPaid: true,
      },
    })
    const { payment, transfers, deliveries, jobs } = await tracesOf(page.paymentId)
    expect(payment).toEqual({ status: 'SUCCEEDED', payerId: ada.userId, strategy, open: false })
    expect(transfers).toEqual([
      { amount: '500', state: 'POSTED', debit: String(ada.walletId), kind, ocid: String(payee) },
    ])
    expect(deliveries).toMatchObject([{ receiver: String(payee), status: 'PENDING' }])
    const [delivery] = deliveries
    expect(jobs).toEqual([
      {
        delivery: delivery?.id,
        key: `deliver:${delivery?.id}`,
        task: 'deliver',
        queue: null,
      },
    ])
    expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
  })

  test('leaves a proof that the payee can verify, and the same bytes are stored and sent', async () => {
    const page = await lab.checkout({ by, order: { amount: '5.0' } })
    await lab.pay(page, await makePayer())
    const { proofs, deliveries } = await tracesOf(page.paymentId)
    const { proof, signature } = JSON.parse(String(deliveries[0]?.body))
    const expected = {
      receiverOcid: payee,
      reference: page.orderId,
      money: { amountMinor: 500n, currency: { code: 'USD', exponent: 2 } },
    }
    const issuerKey = testPerson('our gateway').key
    const verdict = verifyProof({ proof, signature, accepts: [200], issuerKey, expected }, nobleCrypto)
    expect(verdict).toMatchObject({
      ok: true,
      value: { from: { ocid: 200, reference: page.paymentId }, amount: '5.0' },
    })
    expect(deliveries[0]?.body).toBe(`{"proof":${proofs[0]?.text},"signature":"${proofs[0]?.signature}"}`)
  })
})

describe('a payment is refused, and nothing moves', () => {
  async function expectRefusal(
    page: { sessionId: string; paymentId?: string },
    payer: Parameters<PayLab['pay']>[1],
    error: string,
  ) {
    const before = await sql('SELECT count(*) FROM transfers')
    expect(await lab.pay(page, payer)).toEqual({ ok: false, error })
    expect(await sql('SELECT count(*) FROM transfers')).toEqual(before)
    if (page.paymentId)
      expect(await tracesOf(page.paymentId)).toMatchObject({ transfers: [], proofs: [], deliveries: [] })
  }

  test('for a page that is not there', async () => {
    await expectRefusal({ sessionId: 'sess_none' }, await makePayer(), 'SESSION_NOT_FOUND')
  })

  test('after its time, though no sweep has ended it yet', async () => {
    const page = await lab.checkout({ expiresAtEpochSeconds: Math.floor(Date.now() / 1000) })
    await expectRefusal(page, await makePayer(), 'SESSION_EXPIRED')
  })

  test("from another person's wallet, however full", async () => {
    const [ada, ben] = [await makePayer(), await makePayer()]
    await expectRefusal(await lab.checkout(), { ...ada, walletId: ben.walletId }, 'WALLET_NOT_FOUND')
  })

  test.each([0n, 999_999_999n])('from account %i, which is nobody’s wallet', async (walletId) => {
    await expectRefusal(await lab.checkout(), { ...(await makePayer()), walletId }, 'WALLET_NOT_FOUND')
  })

  test("from the payee's own account", async () => {
    await lab.pay(await lab.checkout(), await makePayer())
    const [account] = await sql("SELECT id FROM ledger_accounts WHERE kind = 'MERCHANT' AND ocid = 300")
    const ada = await makePayer()
    await expectRefusal(await lab.checkout(), { ...ada, walletId: BigInt(String(account?.id)) }, 'WALLET_NOT_FOUND')
  })

  test('from a wallet of another currency, though it has more', async () => {
    await expectRefusal(await lab.checkout(), await makePayer(100_000n, 'EUR'), 'CURRENCY_MISMATCH')
  })

  test('from play money', async () => {
    await expectRefusal(await lab.checkout(), await makePayer(1000n, 'USD', 'TEST'), 'WALLET_NOT_FOUND')
  })

  test('from a wallet that is one cent short', async () => {
    await expectRefusal(await lab.checkout(), await makePayer(499n), 'INSUFFICIENT_FUNDS')
  })

  test('with money that only another currency of the same person would cover', async () => {
    const ada = await makePayer(100n)
    await addWallet(ada.userId, 100_000n, 'EUR')
    await expectRefusal(await lab.checkout(), ada, 'INSUFFICIENT_FUNDS')
  })

  test('when the gateway has ceased to take our proofs since the page was made', async () => {
    const page = await lab.checkout({ by: 101 })
    lab.peers.put(101, 'gateway 101', { accepts: [] })
    await expectRefusal(page, await makePayer(), 'SETTLEMENT_NOT_SUPPORTED')
    lab.peers.put(101, 'gateway 101', { accepts: [200] })
  })

  test('when its agreement with us has ended, or the operator has blocked it', async () => {
    const page = await lab.checkout({ by: 101 })
    await savePartner(101, { gatewayAccount: false })
    await expectRefusal(page, await makePayer(), 'SETTLEMENT_NOT_SUPPORTED')
    await savePartner(101, { gatewayAccount: true, blocked: true })
    await expectRefusal(page, await makePayer(), 'SETTLEMENT_NOT_SUPPORTED')
    await savePartner(101, { blocked: false })
  })

  test('when the operator has blocked the merchant', async () => {
    const page = await lab.checkout()
    await savePartner(300, { blocked: true })
    await expectRefusal(page, await makePayer(), 'SETTLEMENT_NOT_SUPPORTED')
    await savePartner(300, { blocked: false })
  })

  test('for its time before anything else, when it is over as well', async () => {
    const page = await lab.checkout({ by: 101, expiresAtEpochSeconds: Math.floor(Date.now() / 1000) })
    lab.peers.remove(101)
    await expectRefusal(page, await makePayer(), 'SESSION_EXPIRED')
    lab.peers.put(101, 'gateway 101', { accepts: [200] })
  })

  test('when the gateway cannot be found any more', async () => {
    const page = await lab.checkout({ by: 101 })
    lab.peers.remove(101)
    await expectRefusal(page, await makePayer(), 'MERCHANT_UNREACHABLE')
    lab.peers.put(101, 'gateway 101', { accepts: [200] })
  })
})

test('a payment that is done stays done for its payer, also when its gateway is gone and its time is over', async () => {
  const [page, ada, ben] = [await lab.checkout({ by: 101 }), await makePayer(), await makePayer()]
  await lab.pay(page, ada)
  lab.peers.remove(101)
  expect(await lab.pay(page, ada)).toMatchObject({ ok: true })
  expect(await lab.pay(page, ben)).toEqual({ ok: false, error: 'ALREADY_PAID' })
  lab.peers.put(101, 'gateway 101', { accepts: [200] })
})

test('the largest amount that an order can have is paid to its last digit', async () => {
  const page = await lab.checkout({ order: { amount: '999999999999999.999', currency: 'KWD' } })
  const ada = await makePayer(10n ** 18n, 'KWD')
  expect(await lab.pay(page, ada)).toMatchObject({ ok: true })
  expect(await standing(ada.walletId)).toEqual({ balance: 1n, held: 0n })
})
