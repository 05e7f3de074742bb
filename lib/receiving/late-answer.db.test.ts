import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeUnknownSettlement } from '@/lib/settlement/testing/stuck-settlement'
import { createReceivingLab, prove, type ReceivingLab, stranger } from './testing/receiving-lab'

useTestDatabase()

let lab: ReceivingLab

beforeAll(async () => {
  lab = await createReceivingLab()
})

afterAll(() => lab.close())

/** What a provider that is not in ACCEPTS proves after its answer to our own transfer got lost. */
async function lostAnswer(changes: Record<string, unknown> = {}) {
  const { id, paymentId } = await makeUnknownSettlement(stranger)
  const [step] = await sql(`SELECT reference FROM settlement_steps WHERE settlement_id = '${id}'`)
  const [session] = await sql(
    `SELECT order_id AS "orderId", merchant_ocid AS merchant FROM checkout_sessions WHERE payment_id = '${paymentId}'`,
  )
  const from = { ocid: 200, reference: step?.reference }
  const to = { ocid: Number(session?.merchant), reference: session?.orderId }
  return { paymentId, told: prove({ issuer: stranger, from, to, ...changes }, stranger) }
}

const statusOf = async (paymentId: string) =>
  (await sql(`SELECT status FROM payments WHERE id = '${paymentId}'`))[0]?.status

test('the answer that a call of ours never got is taken from whom we called, and settles our payment', async () => {
  const { paymentId, told } = await lostAnswer()
  for (let times = 0; times < 2; times++) {
    expect(await lab.tell(stranger, told)).toEqual({
      ok: true,
      value: { status: 'accepted', txid: told.proof.txid },
    })
  }
  expect(await statusOf(paymentId)).toBe('SUCCEEDED')
  expect(await sql('SELECT txid FROM received_proofs')).toEqual([])
  expect(await checkLedger()).toEqual([])
})

test.each([
  ['another amount', { amount: '5.01' }],
  ['another recipient', { to: { ocid: 301, reference: 'x' } }],
])('over %s it is no answer, and the payment waits on', async (_, changes) => {
  const { paymentId, told } = await lostAnswer(changes)
  expect(await lab.tell(stranger, told)).toMatchObject({ ok: false, error: { code: 'ISSUER_NOT_ACCEPTED' } })
  expect(await statusOf(paymentId)).toBe('PENDING')
})

test('with a signature of somebody else it is no answer', async () => {
  const { paymentId, told } = await lostAnswer()
  const forged = { ...told, signature: prove().signature }
  expect(await lab.tell(stranger, forged)).toMatchObject({ ok: false })
  expect(await statusOf(paymentId)).toBe('PENDING')
})
