import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkLedger } from '@/lib/ledger/check-ledger'
import {
  insertPayment,
  type MadePayment,
  makePayment,
  makeSettledPayment,
  settlingStatements,
} from '@/lib/settlement/testing/make-payment'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let paid: MadePayment
let payment: MadePayment
let settling: ReturnType<typeof settlingStatements>

beforeAll(async () => {
  paid = await makeSettledPayment()
})

beforeEach(async () => {
  payment = await makePayment()
  settling = settlingStatements(payment)
})

const statusOf = async ({ id }: MadePayment) => (await sql(`SELECT status FROM payments WHERE id = '${id}'`))[0]?.status

describe('success is refused at commit', () => {
  const noBooks = /cannot succeed without its posted transfer and its proof/
  const attempt = (...statements: readonly string[]) => sql(...statements, settling.success)

  test('when no money moved', async () => {
    await expect(attempt(settling.proof)).rejects.toThrow(noBooks)
    expect(await statusOf(payment)).toBe('PENDING')
  })

  test('when there is no proof', async () => {
    await expect(attempt(settling.transfer)).rejects.toThrow(noBooks)
  })

  test('when the money is only held', async () => {
    await expect(attempt(settling.hold, settling.proof)).rejects.toThrow(noBooks)
  })

  test('when the proof is one that was collected on the way', async () => {
    await expect(attempt(settling.transfer, settling.proof.replace('true)', 'false)'))).rejects.toThrow(noBooks)
  })

  test.each([
    ['less than the amount moved', '500,', '499,'],
    ['more than the amount moved', '500,', '501,'],
    ['the money moved for another reason', "'PAYMENT'", "'CREDIT'"],
  ])('when %s', async (_, right, wrong) => {
    await expect(attempt(settling.transfer.replace(right, wrong), settling.proof)).rejects.toThrow()
    expect(await statusOf(payment)).toBe('PENDING')
  })

  test('when the money came from a wallet of somebody else', async () => {
    const other = settlingStatements({ ...payment, wallet: paid.wallet })
    await expect(attempt(other.transfer, settling.proof)).rejects.toThrow(noBooks)
  })

  test('when nobody paid', async () => {
    const nobody = settling.success.replace(/payer_id = '[^']*'/, 'payer_id = NULL')
    await expect(sql(settling.transfer, settling.proof, nobody)).rejects.toMatchObject({
      constraint: 'payment_has_payer',
    })
  })

  test('when the moment of it is missing', async () => {
    const never = settling.success.replace('settled_at = now()', 'settled_at = NULL')
    await expect(sql(settling.transfer, settling.proof, never)).rejects.toMatchObject({ constraint: 'payment_settled' })
  })

  test('and passes with all of it, in any order', async () => {
    await sql(settling.success, settling.proof, settling.transfer, settling.delivery)
    expect(await statusOf(payment)).toBe('SUCCEEDED')
  })
})

test('no money moves for a payment that does not succeed in the same commit', async () => {
  await expect(sql(settling.transfer, settling.proof)).rejects.toThrow(/which has not succeeded/)
  await sql(settling.hold)
  const post = `UPDATE transfers SET state = 'POSTED', resolved_at = now() WHERE payment_id = '${payment.id}'`
  await expect(sql(post)).rejects.toThrow(/which has not succeeded/)
})

describe.each(['FAILED', 'CANCELLED', 'EXPIRED'])('a payment does not end as %s', (status) => {
  const end = () => `UPDATE payments SET status = '${status}' WHERE id = '${payment.id}'`
  const giveBack = () => `UPDATE transfers SET state = 'VOIDED', resolved_at = now() WHERE payment_id = '${payment.id}'`

  test('while money is held for it', async () => {
    await sql(settling.hold)
    await expect(sql(end())).rejects.toThrow(/while money is held or moved/)
    expect(await statusOf(payment)).toBe('PENDING')
    await sql(end(), giveBack())
    expect(await statusOf(payment)).toBe(status)
  })
})

describe('one payment is settled once', () => {
  test('not by a second transfer', async () => {
    const again = settlingStatements(paid)
    await expect(sql(again.transfer)).rejects.toMatchObject({ constraint: 'one_settlement_per_payment' })
    await expect(sql(again.hold)).rejects.toMatchObject({ constraint: 'one_settlement_per_payment' })
  })

  test('not by a hold beside a hold', async () => {
    await sql(settling.hold)
    await expect(sql(settling.hold)).rejects.toMatchObject({ constraint: 'one_settlement_per_payment' })
  })

  test('not by a second proof', async () => {
    const again = settlingStatements(paid).proof.replace("'tx_", "'tx_again_")
    await expect(sql(again)).rejects.toMatchObject({ constraint: 'one_proof_settles_a_payment' })
  })

  test('and one order by one payment, through whichever gateway it came', async () => {
    const { transfer, proof, success } = settling
    const [mine] = await sql(
      `SELECT merchant_ocid AS merchant, order_id AS "orderId" FROM payments WHERE id = '${payment.id}'`,
    )
    const twinId = `${payment.id}_twin`
    const twin = settlingStatements({ ...payment, id: twinId })
    await sql(insertPayment(twinId, Number(mine?.merchant), String(mine?.orderId)))
    await sql(`UPDATE payments SET status = 'PENDING' WHERE id = '${twinId}'`)
    await sql(transfer, proof, success, settling.delivery)
    await expect(sql(twin.transfer, twin.proof, twin.success)).rejects.toMatchObject({
      constraint: 'one_payment_per_order',
    })
  })
})

describe('what was written stays', () => {
  const kept = (table: string) =>
    table === 'deliveries' ? /content of delivery/ : /kept for ever|never deleted|what payment|who paid/

  test.each([
    ['a proof is not changed', 'proofs', 'proof_text = \'{"amount":"1"}\''],
    ['a proof is not signed anew', 'proofs', "signature = '11'"],
    ['a payment keeps its amount', 'payments', 'amount_minor = 1'],
    ['a payment keeps its currency', 'payments', "currency = 'EUR'"],
    ['a payment keeps its order', 'payments', "order_id = 'another'"],
    ['a payment keeps its merchant', 'payments', 'merchant_ocid = 1'],
    ['a payment keeps its payer', 'payments', 'payer_id = gen_random_uuid()'],
    ['a payment keeps its moment', 'payments', 'settled_at = now()'],
    ['a payment keeps the way it was settled', 'payments', "strategy = 'gateway_account'"],
    ['a delivery keeps its body', 'deliveries', 'body = \'{"other":1}\''],
    ['a delivery keeps its receiver', 'deliveries', 'receiver_ocid = 1'],
  ])('%s', async (_, table, change) => {
    const condition = table === 'payments' ? `id = '${paid.id}'` : `payment_id = '${paid.id}'`
    await expect(sql(`UPDATE ${table} SET ${change} WHERE ${condition}`)).rejects.toThrow(kept(table))
  })

  test('a delivery is never forgotten', async () => {
    await expect(sql(`DELETE FROM deliveries WHERE payment_id = '${paid.id}'`)).rejects.toThrow(/never forgotten/)
  })

  test.each(['payments', 'proofs'])('nothing is deleted from %s, one by one or all', async (table) => {
    const condition = table === 'payments' ? `id = '${paid.id}'` : `payment_id = '${paid.id}'`
    await expect(sql(`DELETE FROM ${table} WHERE ${condition}`)).rejects.toThrow(kept(table))
    await expect(sql(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/kept for ever|never deleted|postings follow/)
    expect(await countOf(table, condition)).toBe(1)
  })

  test('the audit log is only written', async () => {
    await sql("INSERT INTO audit_entries (actor, action, subject, details) VALUES ('me', 'credit', 'you', '')")
    for (const change of [
      "UPDATE audit_entries SET actor = 'you'",
      'DELETE FROM audit_entries',
      'TRUNCATE audit_entries',
    ]) {
      await expect(sql(change)).rejects.toThrow(/only written/)
    }
    expect(await countOf('audit_entries')).toBe(1)
  })
})

test.each(['0', '-1'])('a payment of %s is none', async (amount) => {
  const insert = insertPayment('pay_nothing', 1).replace(' 500,', ` ${amount},`)
  await expect(sql(insert)).rejects.toMatchObject({ constraint: 'payment_amount_positive' })
})

test('after all of these refusals the books are sound, apart from money that is rightly held', async () => {
  expect(await checkLedger()).toEqual([])
})
