import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { reopenPayment, voidSettlement } from '@/lib/settlement/end-settlement-store'
import { findSettlement } from '@/lib/settlement/live-settlement-store'
import { createPayLab, makePayer, type PayLab } from '@/lib/settlement/testing/pay-lab'
import {
  beginSettlement,
  makeHandedSettlement,
  makeUnknownSettlement,
  type Stuck,
} from '@/lib/settlement/testing/stuck-settlement'
import { getCheckoutView } from './get-checkout-view'
import { readSettlementProgress } from './settlement-progress-store'
import { makeCheckout, nowSeconds } from './testing/make-checkout'

useTestDatabase()

let lab: PayLab
let strangerId: string

beforeAll(async () => {
  lab = await createPayLab()
  lab.peers.put(310, 'meridian', { name: 'Meridian\u202e Clearing' })
  lab.peers.put(320, 'harbour', { name: 'Harbour Payments', accepts: [310] })
  strangerId = (await makePayer()).userId
})

afterAll(() => lab.close())

const view = ({ sessionId }: Pick<Stuck, 'sessionId'>, userId: string | null) =>
  getCheckoutView(lab.us, sessionId, userId === null ? null : { id: userId, email: 'a@people.example' }, nowSeconds())

describe('whoever pays through others reads', () => {
  test('through whom the payment goes at the moment', async () => {
    const begun = await beginSettlement(320, 310)
    const progress = { stage: 'paying', peer: { ocid: 320, name: 'Harbour Payments' } }
    expect(await view(begun, begun.payerId)).toMatchObject({ state: 'confirming', progress })
  })

  test('with whom an unknown outcome is being confirmed', async () => {
    const unknown = await makeUnknownSettlement(320, 310)
    const progress = { stage: 'unknown', peer: { ocid: 310, name: 'Meridian Clearing' } }
    expect(await view(unknown, unknown.payerId)).toMatchObject({ state: 'confirming', progress })
  })

  test('that a person looks into it', async () => {
    const handed = await makeHandedSettlement(310)
    const progress = { stage: 'with_operator', peer: { ocid: 310 } }
    expect(await view(handed, handed.payerId)).toMatchObject({ state: 'confirming', progress })
  })

  test('of a peer that is not on the network any more by its number', async () => {
    const begun = await beginSettlement(399)
    expect(await view(begun, begun.payerId)).toMatchObject({ progress: { peer: { ocid: 399, name: 'OCID 399' } } })
  })

  test('that it is being finished, once everybody has done their part', async () => {
    const begun = await beginSettlement(310)
    const { id, paymentId, payerId } = begun
    await sql(
      `INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
       VALUES (310, 'tx_${id}', '${paymentId}', 200, 300, '{}', '00', '00', false)`,
      `UPDATE settlement_steps SET state = 'DONE', body = '{}', first_called_at = now(), proof_issuer = 310, proof_txid = 'tx_${id}',
         next_attempt_at = NULL WHERE settlement_id = '${id}'`,
    )
    expect(await view(begun, payerId)).toMatchObject({ progress: { stage: 'finishing', peer: null } })
  })

  test('since when, so that the page can grow calmer', async () => {
    const begun = await beginSettlement(310)
    const [row] = await sql(
      `SELECT floor(extract(epoch FROM created_at))::float8 AS at FROM settlements WHERE id = '${begun.id}'`,
    )
    expect(await view(begun, begun.payerId)).toMatchObject({ sinceEpochSeconds: row?.at })
  })
})

test('strangers and those who are not signed in read that it is being paid, and nothing of by whom or through whom', async () => {
  const unknown = await makeUnknownSettlement(310)
  for (const userId of [strangerId, null]) {
    const shown = await view(unknown, userId)
    expect(shown).toMatchObject({ state: 'confirming', progress: null })
    expect(JSON.stringify(shown, (_, v) => (typeof v === 'bigint' ? `${v}` : v))).not.toMatch(
      /Meridian|"310"|:310\b|payer/,
    )
  }
})

describe('when somebody on the way could not be reached, the checkout is open again', () => {
  let reopened: Stuck

  beforeAll(async () => {
    reopened = await beginSettlement(310)
    await inTransaction(async (tx) => {
      const settlement = await findSettlement(reopened.id)
      if (!settlement) throw new Error('the settlement is gone')
      await voidSettlement(tx, settlement, 'ABANDONED', 'CONNECTION_REFUSED')
      await reopenPayment(tx, reopened.paymentId)
    })
  })

  test('and whoever has tried is told so', async () => {
    expect(await view(reopened, reopened.payerId)).toMatchObject({ state: 'open', wasUnreachable: true })
  })

  test('and nobody else is', async () => {
    for (const userId of [strangerId, null])
      expect(await view(reopened, userId)).toMatchObject({ state: 'open', wasUnreachable: false })
  })
})

test('of a payment that was never left to others there is no progress', async () => {
  const { paymentId } = await makeCheckout()
  expect(await readSettlementProgress(paymentId)).toBeUndefined()
})
