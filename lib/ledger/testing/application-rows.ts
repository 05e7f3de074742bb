import { randomBytes } from 'node:crypto'
import { sql } from '@/lib/db/testing/sql'
import type { Mode } from '@/lib/ledger/account-store'
import { type MadePayment, settlingStatements } from '@/lib/settlement/testing/make-payment'
import { makeAccount, makeUser, newOcid } from './make-account'

const newId = (kind: string) => `${kind}_${randomBytes(8).toString('hex')}`

export async function makeApplicationRow(): Promise<string> {
  const id = newId('app')
  await sql(`INSERT INTO applications (id, name) VALUES ('${id}', 'A shop')`)
  return id
}

/** An invoice of 5.00 USD that is issued under this number. */
export async function makeInvoiceRow(application: string, number: number): Promise<string> {
  const id = newId('inv')
  await sql(`INSERT INTO invoices (id, application_id, mode, token, status, number, customer_reference, currency, line_items, total_minor, issued_at)
    VALUES ('${id}', '${application}', 'LIVE', '${id}', 'ISSUED', ${number}, 'customer-1', 'USD', '[]', 500, now())`)
  return id
}

/** A payment of 5.00 USD of an application that is open; in TEST cash-in pays it. */
export async function makeApplicationPayment(
  application: string,
  mode: Mode = 'LIVE',
  invoiceId: string | null = null,
): Promise<MadePayment> {
  const [id, merchant, payer] = [newId('pay'), newOcid(), await makeUser()]
  const wallet =
    mode === 'TEST'
      ? await makeAccount({ kind: 'CASH_IN' }, { mode })
      : await makeAccount({ kind: 'USER_WALLET', userId: payer }, { amountMinor: 1000n })
  const payee = await makeAccount({ kind: 'APPLICATION', applicationId: application }, { mode })
  await sql(
    `INSERT INTO payments (id, application_id, mode, merchant_ocid, order_id, amount_minor, currency, expires_at)
      VALUES ('${id}', '${application}', '${mode}', ${merchant}, '${id}', 500, 'USD', now() + interval '30 minutes')`,
    `INSERT INTO app_payments (payment_id, application_id, mode, customer_reference, invoice_id)
      VALUES ('${id}', '${application}', '${mode}', 'customer-1', ${invoiceId === null ? 'NULL' : `'${invoiceId}'`})`,
    `UPDATE payments SET status = 'PENDING' WHERE id = '${id}'`,
  )
  return { id, merchant, payer, wallet, payee }
}

/** The statements that pay it. */
export function payingStatements(payment: MadePayment, mode: Mode = 'LIVE'): readonly string[] {
  const { transfer, proof, success } = settlingStatements(payment)
  if (mode === 'LIVE') return [transfer, proof, success]
  return [
    transfer.replace("'LIVE'", "'TEST'"),
    success.replace(/payer_id = '[^']*', strategy = 'direct'/, "payer_id = NULL, strategy = 'sandbox'"),
  ]
}

/** The statements that give 1.00 USD of a payment back, which the database wants to see in one commit. */
export function refundStatements({ id, merchant, wallet, payee }: MadePayment) {
  const refund = `rfd_${id}`
  return {
    refund,
    start: `INSERT INTO refunds (id, payment_id, status, amount_minor, requested_by) VALUES ('${refund}', '${id}', 'PENDING', 100, 'ada')`,
    transfer: `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason, resolved_at)
      VALUES ('POSTED', 'LIVE', 'USD', 100, ${payee}, ${wallet}, '${id}', 'REFUND', now())`,
    proof: `INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
      VALUES (200, 'tx_back_${id}', '${id}', ${merchant}, 200, '{}', '00', '00', false)`,
    success: `UPDATE refunds SET status = 'SUCCEEDED', proof_txid = 'tx_back_${id}', ended_at = now(),
      transfer_id = (SELECT max(id) FROM transfers WHERE payment_id = '${id}') WHERE id = '${refund}'`,
    failure: `UPDATE refunds SET status = 'FAILED', failure_code = 'INSUFFICIENT_BALANCE', ended_at = now() WHERE id = '${refund}'`,
  }
}
