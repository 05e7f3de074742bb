import { rows } from '@/lib/db/transaction'

/** The latest attempt to settle a payment through others. */
export interface SettlementProgress {
  readonly payerId: string
  readonly state: 'ACTIVE' | 'SETTLED' | 'ABANDONED' | 'NEEDS_OPERATOR' | 'GIVEN_UP'
  readonly startedAtEpochSeconds: number
  /** The first step that is not done: whom it is with, and whether its outcome is unknown. Null when all are done. */
  readonly step: { readonly peerOcid: number; readonly isUnknown: boolean } | null
}

const READ = {
  name: 'settlement-progress-read',
  text: `SELECT a.user_id AS "payerId", s.state, floor(extract(epoch FROM s.created_at))::float8 AS "startedAtEpochSeconds",
      t.peer_ocid AS "peerOcid", t.state = 'UNKNOWN' AS "isUnknown"
    FROM settlements s JOIN transfers h ON h.id = s.hold_id JOIN ledger_accounts a ON a.id = h.debit_account_id
    LEFT JOIN LATERAL (SELECT peer_ocid, state FROM settlement_steps WHERE settlement_id = s.id AND state <> 'DONE' ORDER BY ordinal LIMIT 1) t ON true
    WHERE s.payment_id = $1 ORDER BY s.attempt DESC LIMIT 1`,
}

type Row = Omit<SettlementProgress, 'step'> & { readonly peerOcid: bigint | null; readonly isUnknown: boolean | null }

/** How far others are with a payment; undefined when it was never left to others. */
export async function readSettlementProgress(paymentId: string): Promise<SettlementProgress | undefined> {
  const [row] = await rows<Row>(READ, [paymentId])
  if (!row) return undefined
  const { peerOcid, isUnknown, ...progress } = row
  return { ...progress, step: peerOcid === null ? null : { peerOcid: Number(peerOcid), isUnknown: isUnknown ?? false } }
}
