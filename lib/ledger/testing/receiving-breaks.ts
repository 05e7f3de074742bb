import { sql } from '@/lib/db/testing/sql'
import { inTransaction } from '@/lib/db/transaction'
import { type AccountOwner, openAccount } from '@/lib/ledger/account-store'
import { receivingRules } from '@/lib/ledger/receiving-rules'
import type { Break } from '@/lib/ledger/testing/ledger-break'

const [ordered, received, assigned, completed, caused, told] = receivingRules.map(({ rule }) => rule) as [
  string,
  string,
  string,
  string,
  string,
  string,
]

const ends = (debit: bigint, credit: bigint, reason: string) =>
  `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
   VALUES ('POSTED', 'LIVE', 'USD', 500, ${debit}, ${credit}, '${reason}', now())`
const last = "currval('transfers_id_seq')"
const proof = (issuer: number, txid: string, from: number, to: number) =>
  `INSERT INTO proofs (issuer, txid, from_ocid, to_ocid, proof_text, signature, public_key) VALUES (${issuer}, '${txid}', ${from}, ${to}, '{}', '00', '00')`
const delivery = (id: string, to: number) =>
  `INSERT INTO deliveries (id, receiver_ocid, body) VALUES ('${id}', ${to}, '{}')`

export const partnerTransferInsert = (txid: string, more = "'dlv_ordered'") =>
  `INSERT INTO partner_transfers (txid, issuer, caller_ocid, reference, request_text, transfer_id, delivery_id)
   VALUES ('${txid}', 200, 71, '${txid}', '{}', ${last}, ${more})`
export const receiptInsert = (txid: string, kind: string, incoming = 'NULL', amount = 500) =>
  `INSERT INTO received_proofs (issuer, txid, kind, amount_minor, currency, transfer_id, incoming_txid)
   VALUES (72, '${txid}', '${kind}', ${amount}, 'USD', ${last}, ${incoming})`
export const paymentInsert = (txid: string) =>
  `INSERT INTO incoming_payments (txid, caller_ocid, merchant_ocid, merchant_kind, amount_minor, currency, accepts, request_text, expires_at)
   VALUES ('${txid}', 71, 73, 'MERCHANT', 500, 'USD', '{72}', '{}', now() + interval '1 hour')`

/** Accounts of partner 71, of provider 72 with our reserve there, and of merchant 73. */
export async function makeReceivingAccounts() {
  return inTransaction(async (tx) => {
    const open = async (owner: AccountOwner) => (await openAccount(tx, owner, 'LIVE', 'USD')).id
    return {
      cash: await open({ kind: 'CASH_IN' }),
      suspense: await open({ kind: 'SUSPENSE' }),
      reserve: await open({ kind: 'PARTNER_RESERVE', ocid: 71 }),
      ours: await open({ kind: 'OUR_RESERVE', ocid: 72 }),
      merchant: await open({ kind: 'MERCHANT', ocid: 73 }),
    }
  })
}

export type ReceivingAccounts = Awaited<ReturnType<typeof makeReceivingAccounts>>

/** The statements of each deed of the receiving side; each list is one commit. */
export function receivingStatements({ cash, suspense, reserve, ours, merchant }: ReceivingAccounts) {
  return {
    funding: [ends(cash, reserve, 'OPENING_RESERVE')],
    ordered: [
      ends(reserve, merchant, 'PARTNER_TRANSFER'),
      proof(200, 'tx_ordered', 71, 73),
      delivery('dlv_ordered', 73),
      partnerTransferInsert('tx_ordered'),
    ],
    unmatched: [
      ends(ours, suspense, 'RECEIPT'),
      proof(72, 'tx_unmatched', 74, 200),
      receiptInsert('tx_unmatched', 'UNMATCHED'),
    ],
    assigned: [
      ends(suspense, reserve, 'ASSIGNMENT'),
      `UPDATE received_proofs SET assigned_transfer_id = ${last}, assigned_at = now() WHERE txid = 'tx_unmatched'`,
    ],
    asked: [paymentInsert('tx_asked')],
    completed: [
      ends(ours, merchant, 'RECEIPT'),
      proof(72, 'tx_paid', 71, 200),
      receiptInsert('tx_paid', 'PAYMENT', "'tx_asked'"),
      proof(200, 'tx_asked', 71, 73),
      delivery('dlv_asked', 73),
      "UPDATE incoming_payments SET status = 'COMPLETED', completed_at = now(), delivery_id = 'dlv_asked' WHERE txid = 'tx_asked'",
    ],
  }
}

/** One of each, as sound books have them. */
export async function makeReceivedMoney(): Promise<void> {
  for (const commit of Object.values(receivingStatements(await makeReceivingAccounts()))) await sql(...commit)
}

const both = (title: string, rules: readonly string[], damage: string, mend: string): Break => ({
  title,
  rules,
  damage: () => [damage],
  mend: () => [mend],
})
const change = (table: string, where: string, damage: string, mend: string) =>
  [`UPDATE ${table} SET ${damage} WHERE ${where}`, `UPDATE ${table} SET ${mend} WHERE ${where}`] as const
const rowOf = (txid: string) => `txid = '${txid}'`
const transferOf = (table: string, txid: string, column = 'transfer_id') =>
  `id = (SELECT ${column} FROM ${table} WHERE ${rowOf(txid)})`

/** What each rule must see, after `makeReceivedMoney`. */
export const receivingBreaks: readonly Break[] = [
  both(
    'a partner ordered a transfer out of the reserve of another',
    [ordered],
    ...change('partner_transfers', rowOf('tx_ordered'), 'caller_ocid = 75', 'caller_ocid = 71'),
  ),
  both(
    'a partner ordered a transfer that moved for another reason',
    [ordered],
    ...change(
      'transfers',
      transferOf('partner_transfers', 'tx_ordered'),
      "reason = 'CREDIT'",
      "reason = 'PARTNER_TRANSFER'",
    ),
  ),
  both(
    'a received proof stands for more than was booked',
    [received, completed],
    ...change('received_proofs', rowOf('tx_paid'), 'amount_minor = 501', 'amount_minor = 500'),
  ),
  both(
    'a received proof is booked on our reserve at another issuer',
    [received],
    ...change('ledger_accounts', "kind = 'OUR_RESERVE' AND ocid IN (72, 76)", 'ocid = 76', 'ocid = 72'),
  ),
  both(
    'a received proof for one merchant was credited to another',
    [received],
    ...change('ledger_accounts', "kind = 'MERCHANT' AND ocid IN (73, 77)", 'ocid = 77', 'ocid = 73'),
  ),
  both(
    'a received proof is called assigned and its money stayed',
    [assigned, caused],
    ...change(
      'transfers',
      transferOf('received_proofs', 'tx_unmatched', 'assigned_transfer_id'),
      "reason = 'RECEIPT'",
      "reason = 'ASSIGNMENT'",
    ),
  ),
  both(
    'an incoming payment got another amount than it asked for',
    [completed],
    ...change('incoming_payments', rowOf('tx_asked'), 'amount_minor = 499', 'amount_minor = 500'),
  ),
  both(
    'an incoming payment was credited and is called pending',
    [completed],
    ...change(
      'incoming_payments',
      rowOf('tx_asked'),
      "status = 'PENDING', completed_at = NULL, delivery_id = NULL",
      "status = 'COMPLETED', completed_at = now(), delivery_id = 'dlv_asked'",
    ),
  ),
  both(
    'money moved as a receipt that no proof stands for',
    [caused],
    ...change(
      'transfers',
      "reason IN ('OPENING_RESERVE', 'RECEIPT') AND id = (SELECT min(id) FROM transfers WHERE reason IN ('OPENING_RESERVE', 'RECEIPT'))",
      "reason = 'RECEIPT'",
      "reason = 'OPENING_RESERVE'",
    ),
  ),
  both(
    'the recipient of a transfer is told nothing',
    [told],
    "DELETE FROM deliveries WHERE id = 'dlv_ordered'",
    delivery('dlv_ordered', 73),
  ),
  both(
    'another than the merchant is told of a payment',
    [told],
    ...change('deliveries', "id = 'dlv_asked'", 'receiver_ocid = 74', 'receiver_ocid = 73'),
  ),
]
