import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { answerWith, isSigned } from '@/lib/webhooks/testing/receiver'
import { makePayer, tracesOf } from './testing/pay-lab'
import { createSettleLab, reserveAt, type SettleLab, settlementsOf, standingOf } from './testing/settle-lab'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: SettleLab

beforeAll(async () => {
  lab = await createSettleLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

/** So many houses, each of which takes the proofs of the next; the last one has our reserve. */
async function street(length: number) {
  const last = await lab.house({ reserve: 1000n })
  const houses = [last]
  while (houses.length < length) houses.unshift(await lab.house({ accepts: [houses[0]?.ocid ?? 0] }))
  return houses
}

const paid = { ok: true, value: { isPaid: true, successUrl: 'https://shop.example/thanks?session={SESSION_ID}' } }

describe.each([
  [1, 'partner_reserve'],
  [2, 'common_third_party'],
  [3, 'chain'],
  [4, 'chain'],
] as const)('a payment through %i of them (%s)', (length, strategy) => {
  test('moves the held money once, lowers our reserve, closes the page, and ends as its strategy', async () => {
    const houses = await street(length)
    const [page, ada] = [await lab.page([houses[0]?.ocid ?? 0]), await makePayer()]
    expect(await lab.pay(page, ada)).toMatchObject(paid)
    const steps = Array(2 * length - 1)
      .fill('DONE')
      .join(' ')
    expect(await standingOf(page)).toBe(`SUCCEEDED closed, POSTED, SETTLED(${steps}), 1 delivery`)
    const last = houses.at(-1)
    expect(await tracesOf(page.paymentId)).toMatchObject({
      payment: { payerId: ada.userId, strategy },
      transfers: [{ amount: '500', debit: String(ada.walletId), kind: 'OUR_RESERVE', ocid: String(last?.ocid) }],
    })
    expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
    expect(last && (await reserveAt(last))).toEqual({ balance: 500, held: 0 })
    const [claim] = await sql(
      `SELECT paying_since AS since, settled_at AS at FROM payments WHERE id = '${page.paymentId}'`,
    )
    expect(claim).toEqual({ since: null, at: expect.any(Date) })
  })

  test('keeps every proof as it was signed; the last one settles, and goes to the merchant as it is', async () => {
    const houses = await street(length)
    const page = await lab.page([houses[0]?.ocid ?? 0])
    await lab.pay(page, await makePayer())
    const proofs =
      await sql(`SELECT issuer::int8 AS issuer, txid, proof_text AS text, signature, settles, to_ocid AS "to" FROM proofs
      WHERE payment_id = '${page.paymentId}' ORDER BY created_at, settles`)
    expect(proofs.map(({ issuer }) => issuer)).toEqual(houses.map(({ ocid }) => String(ocid)).reverse())
    expect(proofs.map(({ settles }) => settles)).toEqual([...Array(length - 1).fill(false), true])
    expect(proofs.at(-1)?.to).toBe('300')
    const { deliveries, jobs } = await tracesOf(page.paymentId)
    const last = proofs.at(-1)
    expect(deliveries).toMatchObject([
      { receiver: '300', status: 'PENDING', body: `{"proof":${last?.text},"signature":"${last?.signature}"}` },
    ])
    expect(last?.text).toContain('kept as it is: é')
    expect(jobs).toMatchObject([{ delivery: deliveries[0]?.id, task: 'deliver' }])
    const [relayed] = await sql(`SELECT relayed FROM deliveries WHERE id = '${deliveries[0]?.id}'`)
    expect(relayed).toEqual({ relayed: true })
  })

  test('signs each call, and makes each of them once', async () => {
    const houses = await street(length)
    await lab.pay(await lab.page([houses[0]?.ocid ?? 0]), await makePayer())
    const received = houses.flatMap((house) => house.received)
    expect(received).toHaveLength(2 * length - 1)
    for (const one of received) expect(isSigned(one, lab.us.signer.publicKey, lab.us.crypto)).toBe(true)
    expect(new Set(received.map(({ headers }) => headers['x-oc-nonce'])).size).toBe(received.length)
    expect(houses.flatMap(({ deeds }) => deeds)).toHaveLength(2 * length - 1)
  })
})

test('an answer that is not signed is taken, since its proof is', async () => {
  const house = await lab.house({ reserve: 1000n })
  house.script('/transfer/create', (response, request, deed) => answerWith(200, deed().body)(response, request))
  expect(await lab.pay(await lab.page([house.ocid]), await makePayer())).toMatchObject(paid)
})

test('the amount is asked for in the digits of the order, and a proof that writes it otherwise is as good', async () => {
  const house = await lab.house({ reserve: 1000n })
  const page = await lab.page([house.ocid], { amount: '5.0' })
  expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
  expect(house.bodies('/transfer/create')).toEqual([
    JSON.stringify({
      issuer: house.ocid,
      from: { ocid: 200, reference: page.paymentId },
      to: { ocid: 300, reference: page.orderId },
      amount: '5.0',
      currency: 'USD',
      memo: `Payment for ${page.orderId}`,
    }),
  ])
})

test('a gateway that has ceased to take the proofs of our provider is not paid, and another way is taken', async () => {
  const provider = await lab.house({ reserve: 1000n })
  const [strict, kind] = [await lab.house({ accepts: [provider.ocid] }), await lab.house({ accepts: [provider.ocid] })]
  strict.accepts = []
  const page = await lab.page([strict.ocid, kind.ocid])
  expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
  expect(await settlementsOf(page)).toMatchObject([
    {
      state: 'ABANDONED',
      reason: expect.stringContaining('does not take proofs'),
      path: `[${strict.ocid},${provider.ocid}]`,
    },
    { state: 'SETTLED', attempt: 2, path: `[${kind.ocid},${provider.ocid}]` },
  ])
  expect(provider.deeds).toEqual([`/transfer/create ${page.paymentId}.2`])
})
