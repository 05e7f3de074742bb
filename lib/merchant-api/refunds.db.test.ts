import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { announceEvent } from '@/lib/app-events/announce-event'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeAccount, standing } from '@/lib/ledger/testing/make-account'
import { verifyProof } from '@/lib/opencharge/proof'
import { callOf, makePaid, refund, refundsOf } from '@/lib/refunds/testing/refund-lab'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { getRefund, RefundBody } from './refunds'
import { expectDocumentedEvent } from './testing/documented-event'
import { makeAppPayment } from './testing/make-app-payment'

useTestDatabase()

let lab: PayLab
let shop: Awaited<ReturnType<typeof makeApplication>>
let other: Awaited<ReturnType<typeof makeApplication>>

beforeAll(async () => {
  lab = await createPayLab()
  shop = await makeApplication({ webhookUrl: 'https://books.example/hook' })
  other = await makeApplication({ name: 'Other' })
})

afterEach(async () => expect(await checkLedger()).toEqual([]))
afterAll(() => lab.close())

const failed = (code: string, data: unknown = null) => ({ ok: false, error: { code, data } })
const made = (fields: Record<string, unknown>) => ({ ok: true, value: { status: 201, data: fields } })

describe('a refund', () => {
  test('in part and then of the rest goes back to the wallet that paid, and moves the payment on', async () => {
    const { id, payer } = await makePaid(lab, shop.application)
    const before = await standing(payer.walletId)
    const first = await refund(lab, shop, id, 200)
    expect(first).toMatchObject(made({ paymentId: id, status: 'SUCCEEDED', amountMinor: 200, currency: 'USD' }))
    expect(await refundsOf(id)).toMatchObject({ status: 'PARTIALLY_REFUNDED', movedMinor: 200 })
    expect(await refund(lab, shop, id, 300)).toMatchObject(made({ status: 'SUCCEEDED' }))
    expect(await refundsOf(id)).toMatchObject({ status: 'REFUNDED', movedMinor: 500 })
    expect((await standing(payer.walletId)).balance).toBe(before.balance + 500n)
  })

  test('is read again by its id, by its own application in its own mode only', async () => {
    const { id } = await makePaid(lab, shop.application)
    const outcome = await refund(lab, shop, id, 200)
    if (!outcome.ok) throw new Error(outcome.error.code)
    const refundId = String(Reflect.get(outcome.value.data as object, 'id'))
    const read = (who: typeof shop, mode: 'LIVE' | 'TEST') =>
      getRefund(callOf(lab, { application: who.application, mode }, refundId, undefined))
    expect(await read(shop, 'LIVE')).toMatchObject({ ok: true, value: { data: outcome.value.data } })
    expect(await read(shop, 'TEST')).toMatchObject(failed('RESOURCE_NOT_FOUND'))
    expect(await read(other, 'LIVE')).toMatchObject(failed('RESOURCE_NOT_FOUND'))
  })

  test('in the sandbox touches no wallet and signs nothing', async () => {
    const { id } = await makePaid(lab, shop.application, 'TEST')
    const tested = { application: shop.application, mode: 'TEST' as const }
    expect(await refund(lab, tested, id, 500)).toMatchObject(made({ status: 'SUCCEEDED', gatewayTxnId: null }))
    const [ends] = await sql(`SELECT d.kind AS "from", c.kind AS "to", t.mode FROM transfers t
      JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE t.payment_id = '${id}' AND t.reason = 'REFUND'`)
    expect(ends).toEqual({ from: 'APPLICATION', to: 'CASH_IN', mode: 'TEST' })
  })

  test('has a proof of ours that names what it refunds', async () => {
    const { id } = await makePaid(lab, shop.application)
    const outcome = await refund(lab, shop, id, 125)
    const [paid] = await sql(`SELECT txid FROM proofs WHERE payment_id = '${id}' AND settles`)
    const [back] = await sql(`SELECT r.id, q.txid, q.proof_text AS text, q.signature FROM refunds r
      JOIN proofs q ON q.txid = r.proof_txid WHERE r.payment_id = '${id}'`)
    const proof = JSON.parse(String(back?.text))
    expect(outcome).toMatchObject(made({ gatewayTxnId: back?.txid }))
    expect(proof.memo).toBe(`Refund of ${paid?.txid}`)
    const money = { amountMinor: 125n, currency: { code: 'USD', exponent: 2 } }
    const expected = { receiverOcid: lab.us.ocid, reference: String(back?.id), money }
    const issuerKey = lab.us.signer.publicKey
    const signed = { proof, signature: back?.signature, accepts: [lab.us.ocid], issuerKey, expected }
    expect(verifyProof(signed, lab.us.crypto)).toMatchObject({ ok: true })
    expect(verifyProof({ ...signed, proof: { ...proof, memo: 'Refund of tx_0' } }, lab.us.crypto)).toMatchObject({
      ok: false,
    })
  })

  test('is told to the application, whichever way it ended', async () => {
    const { id } = await makePaid(lab, shop.application)
    const outcome = await refund(lab, shop, id, 100)
    const data = outcome.ok && (outcome.value.data as { id: string })
    const [event] = await sql(`SELECT e.id, e.type FROM app_events e JOIN refunds r ON r.id = e.subject_id
      WHERE r.payment_id = '${id}'`)
    expect(event?.type).toBe('refund.succeeded')
    await announceEvent(lab.us, String(event?.id))
    const [delivery] = await sql(`SELECT body FROM deliveries WHERE id = '${event?.id}'`)
    expect(JSON.parse(String(delivery?.body))).toMatchObject({ type: 'refund.succeeded', mode: 'LIVE', data })
    expectDocumentedEvent(String(delivery?.body))
  })
})

describe('refused, and nothing is written, is a refund', () => {
  test('of a payment that is not paid', async () => {
    const { id } = await makeAppPayment(lab.us, shop.application, 'LIVE')
    expect(await refund(lab, shop, id, 1)).toMatchObject(failed('INVALID_OPERATION_STATE', { status: 'CREATED' }))
    expect(await refundsOf(id)).toMatchObject({ refunds: [] })
  })

  test('of more than was paid, and of more than is left', async () => {
    const { id } = await makePaid(lab, shop.application)
    const exceeds = (refundableMinor: number) =>
      failed('REFUND_EXCEEDS_REFUNDABLE', { refundableMinor, currency: 'USD' })
    expect(await refund(lab, shop, id, 501)).toMatchObject(exceeds(500))
    await refund(lab, shop, id, 400)
    expect(await refund(lab, shop, id, 101)).toMatchObject(exceeds(100))
    await refund(lab, shop, id, 100)
    expect(await refund(lab, shop, id, 1)).toMatchObject(exceeds(0))
    expect(await refundsOf(id)).toMatchObject({ status: 'REFUNDED', movedMinor: 500 })
  })

  test.each([
    ['that is not there', () => 'pay_none', () => shop, 'LIVE'],
    ["of another application's", null, () => other, 'LIVE'],
    ['of another mode', null, () => shop, 'TEST'],
  ] as const)('of a payment %s', async (_, name, who, mode) => {
    const { id } = await makePaid(lab, shop.application)
    const { application } = who()
    expect(await refund(lab, { application, mode }, name?.() ?? id, 1)).toMatchObject(failed('RESOURCE_NOT_FOUND'))
    expect(await refundsOf(id)).toMatchObject({ status: 'SUCCEEDED', refunds: [] })
  })

  test.each([0, -1, 1.5, '100', 2 ** 53, null, undefined])('of an amount of %j', (amountMinor) => {
    expect(RefundBody.safeParse({ amountMinor }).success).toBe(false)
  })

  test.each(['', 'a\u0000b', 'x'.repeat(501), 7])('for the reason %j', (reason) => {
    expect(RefundBody.safeParse({ amountMinor: 1, reason }).success).toBe(false)
  })
})

test('of twenty refunds at once no more is given back than was paid', async () => {
  const { id, payer } = await makePaid(lab, shop.application)
  const before = await standing(payer.walletId)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => refund(lab, shop, id, 60)))
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(8)
  for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error.code).toBe('REFUND_EXCEEDS_REFUNDABLE')
  expect(await refundsOf(id)).toMatchObject({ status: 'PARTIALLY_REFUNDED', movedMinor: 480 })
  expect((await standing(payer.walletId)).balance).toBe(before.balance + 480n)
})

test('two refunds of the whole at once give it back once', async () => {
  const { id } = await makePaid(lab, shop.application)
  const outcomes = await Promise.all([refund(lab, shop, id, 500), refund(lab, shop, id, 500)])
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await refundsOf(id)).toMatchObject({ status: 'REFUNDED', movedMinor: 500 })
})

test('refunds of several payments at once never spend more than the application has', async () => {
  const { application } = await makeApplication()
  const paid = await Promise.all(Array.from({ length: 6 }, () => makePaid(lab, application)))
  const owner = { kind: 'APPLICATION', applicationId: application.id } as const
  const [account, cash] = [await makeAccount(owner), await makeAccount({ kind: 'CASH_IN' })]
  await sql(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
    VALUES ('POSTED', 'LIVE', 'USD', 1800, ${account}, ${cash}, 'CREDIT', now())`)
  const outcomes = await Promise.all(paid.map(({ id }) => refund(lab, { application }, id, 500)))
  const ended = outcomes.map((outcome) => outcome.ok && Reflect.get(outcome.value.data as object, 'status'))
  expect(ended.filter((status) => status === 'SUCCEEDED')).toHaveLength(2)
  expect(ended.filter((status) => status === 'FAILED')).toHaveLength(4)
  expect((await standing(account)).balance).toBe(200n)
})

test('a refund fails when the application has too little: no money moves, and it can be asked for again', async () => {
  const { application } = await makeApplication({ webhookUrl: 'https://books.example/hook' })
  const { id, payer } = await makePaid(lab, application)
  const owner = { kind: 'APPLICATION', applicationId: application.id } as const
  const [account, cash] = [await makeAccount(owner), await makeAccount({ kind: 'CASH_IN' })]
  const move = (from: bigint, to: bigint) =>
    sql(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
      VALUES ('POSTED', 'LIVE', 'USD', 1, ${from}, ${to}, 'CREDIT', now())`)
  await move(account, cash)
  const before = await standing(payer.walletId)
  const outcome = await refund(lab, { application }, id, 500)
  expect(outcome).toMatchObject(made({ status: 'FAILED', failureCode: 'INSUFFICIENT_BALANCE', gatewayTxnId: null }))
  expect(await refundsOf(id)).toMatchObject({ status: 'SUCCEEDED', movedMinor: 0 })
  expect(await standing(payer.walletId)).toEqual(before)
  const events = await sql(`SELECT e.type FROM app_events e JOIN refunds r ON r.id = e.subject_id
    WHERE r.payment_id = '${id}'`)
  expect(events).toEqual([{ type: 'refund.failed' }])
  await move(cash, account)
  expect(await refund(lab, { application }, id, 500)).toMatchObject(made({ status: 'SUCCEEDED' }))
})
