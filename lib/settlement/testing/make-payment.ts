import { randomBytes } from 'node:crypto'
import { sql } from '@/lib/db/testing/sql'
import { makeAccount, makeUser, newOcid } from '@/lib/ledger/testing/make-account'

/** A payment of 5.00 USD that somebody has opened, and the accounts it would move between. */
export async function makePayment() {
  const [id, merchant, payer] = [`pay_${randomBytes(8).toString('hex')}`, newOcid(), await makeUser()]
  const wallet = await makeAccount({ kind: 'USER_WALLET', userId: payer }, { amountMinor: 1000n })
  const payee = await makeAccount({ kind: 'MERCHANT', ocid: merchant })
  await sql(insertPayment(id, merchant), `UPDATE payments SET status = 'PENDING' WHERE id = '${id}'`)
  return { id, merchant, payer, wallet, payee }
}

export type MadePayment = Awaited<ReturnType<typeof makePayment>>

export const insertPayment = (id: string, merchant: number, orderId = id) =>
  `INSERT INTO payments (id, mode, merchant_ocid, order_id, amount_minor, currency, expires_at)
   VALUES ('${id}', 'LIVE', ${merchant}, '${orderId}', 500, 'USD', now() + interval '30 minutes')`

/** The statements that settle a payment, each of which the database wants to see in one commit with the others. */
export function settlingStatements({ id, merchant, payer, wallet, payee }: MadePayment) {
  const columns = 'state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason'
  const movement = `'LIVE', 'USD', 500, ${wallet}, ${payee}, '${id}', 'PAYMENT'`
  return {
    transfer: `INSERT INTO transfers (${columns}, resolved_at) VALUES ('POSTED', ${movement}, now())`,
    hold: `INSERT INTO transfers (${columns}) VALUES ('PENDING', ${movement})`,
    proof: `INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
      VALUES (200, 'tx_${id}', '${id}', 200, ${merchant}, '{}', '00', '00', true)`,
    delivery: `INSERT INTO deliveries (id, receiver_ocid, payment_id, body) VALUES ('dlv_${id}', ${merchant}, '${id}', '{}')`,
    success: `UPDATE payments SET status = 'SUCCEEDED', settled_at = now(), payer_id = '${payer}', strategy = 'direct' WHERE id = '${id}'`,
  }
}

/** A payment that succeeded, with everything that belongs to it. */
export async function makeSettledPayment(): Promise<MadePayment> {
  const payment = await makePayment()
  const { transfer, proof, delivery, success } = settlingStatements(payment)
  await sql(transfer, proof, delivery, success)
  return payment
}
