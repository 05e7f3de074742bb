import { sql } from '@/lib/db/testing/sql'
import { applicationRules } from '@/lib/ledger/application-rules'
import type { Break } from '@/lib/ledger/testing/ledger-break'
import type { MadePayment } from '@/lib/settlement/testing/make-payment'
import {
  makeApplicationPayment,
  makeApplicationRow,
  makeInvoiceRow,
  payingStatements,
  refundStatements,
} from './application-rows'

const [ownAccount, told, within, moved, caused, proved, counted, gapless] = applicationRules.map(
  ({ rule }) => rule,
) as [string, string, string, string, string, string, string, string]

const settled =
  'each payment that succeeded has exactly one posted transfer of its amount, from a wallet of its payer, and one proof'

let refunded: MadePayment
let tested: MadePayment
let application: string
let stranger: string
let invoices: readonly [paid: string, open: string]

/** A payment that is refunded in part, one of the sandbox, and two invoices, of which one is paid. */
export async function makeApplicationMoney(): Promise<void> {
  ;[application, stranger] = [await makeApplicationRow(), await makeApplicationRow()]
  invoices = [await makeInvoiceRow(application, 1), await makeInvoiceRow(application, 2)]
  refunded = await makeApplicationPayment(application)
  await sql(...payingStatements(refunded))
  const { start, transfer, proof, success } = refundStatements(refunded)
  await sql(start, transfer, proof, success)
  tested = await makeApplicationPayment(application, 'TEST')
  await sql(...payingStatements(tested, 'TEST'))
  await sql(...payingStatements(await makeApplicationPayment(application, 'LIVE', invoices[0])))
}

const set = (table: string, change: string, id: () => string) => () => [
  `UPDATE ${table} SET ${change} WHERE id = '${id()}'`,
]
const paymentId = () => refunded.id
const refundId = () => `rfd_${refunded.id}`
const succeeded = () => `subject_id = '${refunded.id}' AND type = 'payment.succeeded'`

/** What each rule must see, after `makeApplicationMoney`. */
export const applicationBreaks: readonly Break[] = [
  {
    title: 'the account that a payment of an application was paid into is that of another',
    rules: [ownAccount],
    damage: () => [`UPDATE ledger_accounts SET application_id = '${stranger}' WHERE id = ${refunded.payee}`],
    mend: () => [`UPDATE ledger_accounts SET application_id = '${application}' WHERE id = ${refunded.payee}`],
  },
  {
    title: 'a payment of the sandbox was paid out of another account than cash-in',
    rules: [settled, ownAccount],
    damage: () => [`UPDATE ledger_accounts SET kind = 'SUSPENSE' WHERE id = ${tested.wallet}`],
    mend: () => [`UPDATE ledger_accounts SET kind = 'CASH_IN' WHERE id = ${tested.wallet}`],
  },
  {
    title: 'an application is not told of a payment',
    rules: [told],
    damage: () => [`UPDATE app_events SET subject_id = subject_id || '-lost' WHERE ${succeeded()}`],
    mend: () => [`UPDATE app_events SET subject_id = '${refunded.id}' WHERE subject_id = '${refunded.id}-lost'`],
  },
  {
    title: 'an application is told twice of a payment',
    rules: [told],
    damage: () => [
      `INSERT INTO app_events (id, application_id, mode, type, subject_id)
        SELECT 'evt_twice', application_id, mode, type, subject_id FROM app_events WHERE ${succeeded()}`,
    ],
    mend: () => ["DELETE FROM app_events WHERE id = 'evt_twice'"],
  },
  {
    title: 'a payment does not say that part of it went back',
    rules: [within],
    damage: set('payments', "status = 'SUCCEEDED'", paymentId),
    mend: set('payments', "status = 'PARTIALLY_REFUNDED'", paymentId),
  },
  {
    title: 'more is to go back of a payment than was paid',
    rules: [within],
    damage: () => [
      `INSERT INTO refunds (id, payment_id, status, amount_minor, requested_by) VALUES ('rfd_more', '${refunded.id}', 'PENDING', 401, 'ada')`,
    ],
    mend: () => ["DELETE FROM refunds WHERE id = 'rfd_more'"],
  },
  {
    title: 'a refund moved another amount than it says',
    rules: [moved],
    damage: set('refunds', 'amount_minor = 99', refundId),
    mend: set('refunds', 'amount_minor = 100', refundId),
  },
  {
    title: 'money went back and nobody refunded it',
    rules: [caused],
    damage: () => [
      `UPDATE transfers SET reason = 'REFUND' WHERE id = (SELECT min(id) FROM transfers WHERE reason = 'CREDIT')`,
    ],
    mend: () => [`UPDATE transfers SET reason = 'CREDIT' WHERE reason = 'REFUND' AND payment_id IS NULL`],
  },
  {
    title: 'a refund has no proof',
    rules: [proved],
    damage: set('refunds', 'proof_txid = NULL', refundId),
    mend: () => [`UPDATE refunds SET proof_txid = 'tx_back_${refunded.id}' WHERE id = '${refundId()}'`],
  },
  {
    title: 'an invoice counts less than was paid for it',
    rules: [counted],
    damage: set('invoices', "paid_minor = 499, status = 'PARTIALLY_PAID', paid_at = NULL", () => invoices[0]),
    mend: set('invoices', "paid_minor = 500, status = 'PAID', paid_at = now()", () => invoices[0]),
  },
  {
    title: 'a number of an invoice is missing',
    rules: [gapless],
    damage: set('invoices', 'number = 3', () => invoices[1]),
    mend: set('invoices', 'number = 2', () => invoices[1]),
  },
]
