import { rows } from '@/lib/db/transaction'

export interface StoredMovement {
  readonly id: bigint
  readonly state: 'PENDING' | 'POSTED' | 'VOIDED'
  readonly reason: string
  readonly isIncoming: boolean
  readonly amountMinor: bigint
  readonly currency: string
  readonly atEpochSeconds: number
  readonly merchantOcid: bigint | null
  /** What the sender typed, when this person sent. */
  readonly addressedTo: string | null
  readonly otherEmail: string | null
}

const SIDE = (column: string, isIncoming: boolean) => `
  SELECT t.*, ${isIncoming} AS is_incoming FROM ledger_accounts a CROSS JOIN LATERAL (
    SELECT * FROM transfers t WHERE t.${column} = a.id ORDER BY t.id DESC LIMIT $2) t
  WHERE a.user_id = $1 AND a.kind = 'USER_WALLET' AND a.mode = 'LIVE'`

const LATEST = {
  name: 'wallet-latest-movements',
  text: `
    SELECT t.id, t.state, t.reason, t.is_incoming AS "isIncoming", t.amount_minor AS "amountMinor", t.currency,
      extract(epoch FROM t.created_at)::float8 AS "atEpochSeconds", y.merchant_ocid AS "merchantOcid",
      p.addressed_to AS "addressedTo", o.email AS "otherEmail"
    FROM (${SIDE('debit_account_id', false)} UNION ALL ${SIDE('credit_account_id', true)} ORDER BY id DESC LIMIT $2) t
    LEFT JOIN payments y ON y.id = t.payment_id LEFT JOIN person_transfers p ON p.transfer_id = t.id
    LEFT JOIN users o ON o.id = CASE WHEN t.is_incoming THEN p.sender_id ELSE p.recipient_id END
    ORDER BY t.id DESC`,
}

/** The newest movements of all wallets of one person. */
export async function readLatestMovements(userId: string, most: number): Promise<StoredMovement[]> {
  return rows<StoredMovement>(LATEST, [userId, most])
}
