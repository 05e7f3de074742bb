import { rows } from '@/lib/db/transaction'
import type { AccountKind } from '@/lib/ledger/account-store'
import type { TransferReason } from '@/lib/ledger/transfer-store'

/** An account that belongs to our dealings with one partner. */
export interface PartnerAccount {
  readonly id: bigint
  readonly kind: AccountKind
  readonly currency: string
}

const ACCOUNTS = {
  name: 'statement-accounts',
  text: `SELECT id, kind, currency FROM ledger_accounts WHERE ocid = $1 AND mode = 'LIVE' ORDER BY kind, currency, id`,
}

export async function findPartnerAccounts(ocid: number): Promise<PartnerAccount[]> {
  return rows<PartnerAccount>(ACCOUNTS, [ocid])
}

const OPENING = {
  name: 'statement-opening',
  text: `SELECT coalesce(sum(CASE WHEN credit_account_id = $1 THEN amount_minor ELSE -amount_minor END), 0)::text AS minor
    FROM transfers WHERE (debit_account_id = $1 OR credit_account_id = $1) AND state = 'POSTED' AND resolved_at < $2`,
}

/** What stood on the account when `from` began: credits less debits. */
export async function readOpeningMinor(accountId: bigint, from: Date): Promise<bigint> {
  const [row] = await rows<{ minor: string }>(OPENING, [accountId, from])
  return BigInt(row?.minor ?? 0)
}

/** A posted transfer as one account sees it. */
export interface Movement {
  readonly transferId: bigint
  readonly at: Date
  readonly reason: TransferReason
  readonly paymentId: string | null
  /** Of the proof that stands for it, under which the other side has it as well. */
  readonly txid: string | null
  /** What the other side calls it. */
  readonly reference: string | null
  /** Above zero when the account was credited. */
  readonly amountMinor: bigint
}

const MOVEMENTS = {
  name: 'statement-movements',
  text: `
    SELECT t.id AS "transferId", t.resolved_at AS at, t.reason, t.payment_id AS "paymentId",
      CASE WHEN t.credit_account_id = a.id THEN t.amount_minor ELSE -t.amount_minor END AS "amountMinor",
      CASE t.reason
        WHEN 'PAYMENT' THEN CASE a.kind WHEN 'OUR_RESERVE' THEN step.proof_txid ELSE settling.txid END
        WHEN 'RESERVE_LOSS' THEN stray.txid
        WHEN 'PARTNER_TRANSFER' THEN ordered.txid
        ELSE CASE a.kind WHEN 'OUR_RESERVE' THEN received.txid ELSE coalesce(received.incoming_txid, received.txid) END END AS txid,
      CASE t.reason
        WHEN 'PAYMENT' THEN CASE a.kind WHEN 'OUR_RESERVE' THEN step.reference ELSE p.order_id END
        WHEN 'RESERVE_LOSS' THEN lost.reference
        WHEN 'PARTNER_TRANSFER' THEN CASE WHEN t.debit_account_id = a.id THEN ordered.reference ELSE without_nul(ordered_proof.proof_text)::json #>> '{to,reference}' END
        WHEN 'PAYOUT' THEN out.reference
        WHEN 'PAYOUT_RETURN' THEN returned.reference
        ELSE coalesce(without_nul(incoming.request_text)::json ->> 'reference', without_nul(received_proof.proof_text)::json #>> '{to,reference}') END AS reference
    FROM ledger_accounts a JOIN transfers t ON t.debit_account_id = a.id OR t.credit_account_id = a.id
    LEFT JOIN payments p ON p.id = t.payment_id
    LEFT JOIN proofs settling ON settling.payment_id = p.id AND settling.settles
    LEFT JOIN settlements s ON s.hold_id = t.id
    LEFT JOIN settlement_steps step ON step.settlement_id = s.id AND step.kind = 'TRANSFER_CREATE'
    LEFT JOIN LATERAL (SELECT u.reference FROM settlement_steps u JOIN settlements o ON o.id = u.settlement_id
      WHERE t.reason = 'RESERVE_LOSS' AND o.payment_id = t.payment_id AND u.peer_ocid = a.ocid AND u.kind = 'TRANSFER_CREATE'
        AND o.ended_at <= t.resolved_at ORDER BY o.attempt DESC LIMIT 1) lost ON true
    LEFT JOIN LATERAL (SELECT r.txid FROM proofs r WHERE t.reason = 'RESERVE_LOSS' AND r.payment_id = t.payment_id AND r.issuer = a.ocid
      AND without_nul(r.proof_text)::json #>> '{from,reference}' = lost.reference LIMIT 1) stray ON true
    LEFT JOIN payouts out ON out.transfer_id = t.id
    LEFT JOIN payouts returned ON returned.return_transfer_id = t.id
    LEFT JOIN partner_transfers ordered ON ordered.transfer_id = t.id
    LEFT JOIN proofs ordered_proof ON ordered_proof.issuer = ordered.issuer AND ordered_proof.txid = ordered.txid
    LEFT JOIN LATERAL (SELECT r.* FROM received_proofs r WHERE t.reason = 'RECEIPT' AND r.transfer_id = t.id
      UNION ALL SELECT r.* FROM received_proofs r WHERE t.reason = 'ASSIGNMENT' AND r.assigned_transfer_id = t.id) received ON true
    LEFT JOIN proofs received_proof ON received_proof.issuer = received.issuer AND received_proof.txid = received.txid
    LEFT JOIN incoming_payments incoming ON incoming.txid = received.incoming_txid AND a.kind <> 'OUR_RESERVE'
    WHERE a.id = $1 AND t.state = 'POSTED' AND t.resolved_at >= $2 AND t.resolved_at < $3
    ORDER BY t.resolved_at, t.id LIMIT $4`,
}

/** What moved on the account from `from` until before `until`, oldest first. */
export async function listMovements(accountId: bigint, from: Date, until: Date, most: number): Promise<Movement[]> {
  return rows<Movement>(MOVEMENTS, [accountId, from, until, most])
}
