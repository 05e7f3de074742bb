import { beforeAll, describe, expect, test } from 'vitest'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeUser } from '@/lib/ledger/testing/make-account'
import {
  makeReceivedMoney,
  makeReceivingAccounts,
  partnerTransferInsert,
  paymentInsert,
  type ReceivingAccounts,
  receiptInsert,
  receivingStatements,
} from '@/lib/ledger/testing/receiving-breaks'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let accounts: ReceivingAccounts
let fresh = 0

beforeAll(async () => {
  await makeReceivedMoney()
  accounts = await makeReceivingAccounts()
  await sql(...receivingStatements(accounts).funding)
})

/** The statements of a deed for rows that are not there yet, with one thing in them changed. */
function changed(deed: keyof ReturnType<typeof receivingStatements>, right: string, wrong: string): string[] {
  const statements = receivingStatements(accounts)[deed]
  expect(statements.join()).toContain(right)
  fresh += 1
  return statements.map((one) =>
    one.replaceAll(right, wrong).replace(/'(tx|dlv)_(ordered|unmatched|paid)'/g, `'$1_$2_${fresh}'`),
  )
}

describe('a transfer that a partner ordered is refused at commit', () => {
  const noBooks = /has not moved money out of the reserve/
  test.each([
    ['out of the reserve of another', "200, 71, 'tx_ordered'", "200, 75, 'tx_ordered'"],
    ['by a proof from somebody else', "'tx_ordered', 71, 73", "'tx_ordered', 74, 73"],
    ['when nobody is told', "'dlv_ordered')", 'NULL)'],
  ])('%s', async (_, right, wrong) => {
    await expect(sql(...changed('ordered', right, wrong))).rejects.toThrow(noBooks)
  })

  test('when no row says that it was ordered', async () => {
    const [transfer = ''] = receivingStatements(accounts).ordered
    await expect(sql(transfer)).rejects.toThrow(/nobody ordered/)
  })

  test('when its money went from somewhere else', async () => {
    const { cash, reserve } = accounts
    await expect(sql(...changed('ordered', `500, ${reserve},`, `500, ${cash},`))).rejects.toThrow(noBooks)
  })

  test('when the same reference or key was used, at once', async () => {
    const statements = changed('ordered', 'POSTED', 'POSTED').slice(0, 3)
    const again = partnerTransferInsert('tx_ordered', `'dlv_ordered_${fresh}'`).replace("('tx_ordered'", "('tx_new'")
    await expect(sql(...statements, again)).rejects.toMatchObject({ constraint: 'one_transfer_per_reference' })
  })
})

describe('a received proof is refused at commit', () => {
  test.each([
    ['when another amount was booked', "'UNMATCHED', 500", "'UNMATCHED', 501", /no posted transfer of its amount/],
    ['when it was credited elsewhere', "'UNMATCHED'", "'RESERVE'", /no posted transfer of its amount/],
    ['when the transfer is one of another kind', "'RECEIPT'", "'CREDIT'", /no posted transfer of its amount/],
    ['when its money is only held', "'POSTED'", "'PENDING'", /resolved|no posted transfer|nobody ordered/],
    ['without the proof itself', "(72, 'tx_unmatched', 74", "(79, 'tx_unmatched', 74", /foreign key/],
  ])('%s', async (_, right, wrong, words) => {
    await expect(sql(...changed('unmatched', right, wrong))).rejects.toThrow(words)
  })

  test('when it is for a payment and names none', async () => {
    const insert = changed('unmatched', "'UNMATCHED'", "'PAYMENT'")
    await expect(sql(...insert)).rejects.toMatchObject({ constraint: 'received_proof_of_a_payment' })
  })

  test('when another completed the same payment', async () => {
    const { ours, merchant } = accounts
    const [receipt = '', proof = ''] = changed('completed', 'RECEIPT', 'RECEIPT')
    const second = receiptInsert(`tx_paid_${fresh}`, 'PAYMENT', "'tx_asked'")
    expect(receipt).toContain(`${ours}, ${merchant}`)
    await expect(sql(receipt, proof, second)).rejects.toMatchObject({
      constraint: 'received_proofs_incoming_txid_key',
    })
  })

  test('when it is assigned a second time', async () => {
    await expect(sql(...receivingStatements(accounts).assigned)).rejects.toThrow(/can be assigned once/)
  })

  test('when it is assigned and its money stays', async () => {
    await sql(...changed('unmatched', 'UNMATCHED', 'UNMATCHED'))
    const assign = `UPDATE received_proofs SET assigned_at = now(), assigned_transfer_id = (SELECT transfer_id FROM partner_transfers LIMIT 1) WHERE txid = 'tx_unmatched_${fresh}'`
    await expect(sql(assign)).rejects.toThrow(/assigned without its money/)
    await expect(sql(assign.replace(/, assigned_transfer_id = \([^)]*\)/, ''))).rejects.toMatchObject({
      constraint: 'received_proof_assigned',
    })
  })
})

describe('an incoming payment is refused', () => {
  const complete =
    "UPDATE incoming_payments SET status = 'COMPLETED', completed_at = now(), delivery_id = 'dlv_none' WHERE txid = 'tx_alone'"

  test('as completed without its credit and its proof', async () => {
    await sql(paymentInsert('tx_alone'))
    await sql("INSERT INTO deliveries (id, receiver_ocid, body) VALUES ('dlv_none', 73, '{}')")
    await expect(sql(complete)).rejects.toThrow(/without its credit and its proof/)
  })

  test('as completed without a word to its merchant', async () => {
    await expect(sql(complete.replace("'dlv_none'", 'NULL'))).rejects.toMatchObject({
      constraint: 'incoming_payment_completed',
    })
  })

  test('when it starts completed, is about nothing, or is to nobody who sells', async () => {
    const insert = paymentInsert('tx_wrong')
    await expect(
      sql(insert.replace('(txid,', '(status, txid,').replace("('tx_wrong'", "('COMPLETED', 'tx_wrong'")),
    ).rejects.toThrow(/starts PENDING/)
    await expect(sql(insert.replace(' 500,', ' 0,'))).rejects.toMatchObject({
      constraint: 'incoming_payment_amount_positive',
    })
    await expect(sql(insert.replace("'MERCHANT'", "'USER_WALLET'"))).rejects.toMatchObject({
      constraint: 'incoming_payment_to_a_merchant',
    })
  })
})

describe('what was written stays', () => {
  test.each([
    ['partner_transfers', 'caller_ocid = 1', /kept as it was/],
    ['partner_transfers', "request_text = 'x'", /kept as it was/],
    ['received_proofs', 'amount_minor = 1', /is booked/],
    ['received_proofs', "kind = 'WALLET'", /is booked/],
    ['incoming_payments', 'amount_minor = 1', /cannot change/],
    ['incoming_payments', 'merchant_ocid = 1', /cannot change/],
    ['incoming_payments', "expires_at = now() + interval '9 days'", /stays so|cannot change/],
  ])('in %s: %s', async (table, change, words) => {
    const condition = table === 'incoming_payments' ? "txid = 'tx_asked'" : 'true'
    await expect(sql(`UPDATE ${table} SET ${change} WHERE ${condition}`)).rejects.toThrow(words)
  })

  test.each(['partner_transfers', 'received_proofs', 'incoming_payments'])(
    'nothing is deleted from %s',
    async (table) => {
      const before = await countOf(table)
      await expect(sql(`DELETE FROM ${table}`)).rejects.toThrow(/kept as it was|never forgotten|never deleted/)
      await expect(sql(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/kept as it was|never forgotten|never deleted/)
      expect(await countOf(table)).toBe(before)
    },
  )
})

describe('the name under which a person receives money', () => {
  test('is given to everybody, and never to two', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, makeUser))
    const found = await sql(`SELECT reference FROM users WHERE id IN (${ids.map((id) => `'${id}'`).join()})`)
    expect(new Set(found.map(({ reference }) => reference)).size).toBe(20)
    for (const { reference } of found) expect(reference).toMatch(/^u_[0-9a-f]{20}$/)
    const take = `UPDATE users SET ocid = 4711 WHERE id = `
    await sql(`${take} '${ids[0]}'`)
    await expect(sql(`${take} '${ids[1]}'`)).rejects.toMatchObject({ constraint: 'users_ocid_key' })
  })

  test('never changes', async () => {
    const id = await makeUser()
    await sql(`UPDATE users SET ocid = 4712, name = 'Ada' WHERE id = '${id}'`)
    for (const change of ["reference = 'other'", 'ocid = 4713', 'ocid = NULL']) {
      await expect(sql(`UPDATE users SET ${change} WHERE id = '${id}'`)).rejects.toThrow(/cannot change/)
    }
  })

  test.each(['reserve', 'tx_1234', '', 'a b', 'x'.repeat(65), '-abc'])('cannot be %j', async (reference) => {
    const insert = `INSERT INTO users (id, email, reference) VALUES (gen_random_uuid(), gen_random_uuid()::text, '${reference}')`
    await expect(sql(insert)).rejects.toMatchObject({ constraint: 'user_reference_form' })
  })
})

test('after all of these refusals the books are sound', async () => {
  expect(await checkLedger()).toEqual([])
})
