import type { FaultWorld } from './fault-world'

/** A payment of ours with what belongs to it. Amounts in minor units. */
export interface OurPayment {
  readonly id: string
  readonly path: string
  readonly orderId: string
  readonly merchantOcid: number
  readonly status: string
  readonly strategy: string | null
  readonly currency: string
  readonly amountMinor: bigint
  readonly email: string | null
  readonly isHeld: boolean
}

export async function readPayments({ db }: Pick<FaultWorld, 'db'>): Promise<OurPayment[]> {
  const found = await db.rows<Omit<OurPayment, 'amountMinor'> & { amountMinor: string }>(
    `SELECT p.id, '/pay/' || c.id AS path, p.order_id AS "orderId", p.merchant_ocid::int AS "merchantOcid", p.status, p.strategy, p.currency, p.amount_minor::text AS "amountMinor", u.email,
       EXISTS (SELECT FROM transfers t WHERE t.payment_id = p.id AND t.state = 'PENDING') AS "isHeld"
     FROM payments p JOIN checkout_sessions c ON c.payment_id = p.id LEFT JOIN users u ON u.id = p.payer_id ORDER BY p.created_at`,
  )
  return found.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }))
}

/** One step of a settlement of ours, with what the whole settlement is about. */
export interface OurStep {
  readonly settlementId: string
  readonly state: string
  readonly kind: 'PAYMENT_CREATE' | 'TRANSFER_CREATE' | 'PAYMENT_SETTLE'
  readonly stepState: string
  readonly peerOcid: number
  readonly reference: string
  readonly attemptCount: number
  readonly peerTxid: string | null
  readonly proofTxid: string | null
  readonly currency: string
  readonly amountMinor: bigint
}

export async function readSteps({ db }: Pick<FaultWorld, 'db'>): Promise<OurStep[]> {
  const found = await db.rows<Omit<OurStep, 'amountMinor'> & { amountMinor: string }>(
    `SELECT s.id AS "settlementId", s.state, t.kind, t.state AS "stepState", t.peer_ocid::int AS "peerOcid", t.reference,
       t.attempt_count AS "attemptCount", t.peer_txid AS "peerTxid", t.proof_txid AS "proofTxid", p.currency, p.amount_minor::text AS "amountMinor"
     FROM settlements s JOIN settlement_steps t ON t.settlement_id = s.id JOIN payments p ON p.id = s.payment_id ORDER BY s.created_at, t.ordinal`,
  )
  return found.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }))
}

/** The accounts of another gateway with us, or ours with it, as a positive number in minor units by currency. */
export async function readAccounts(
  { db }: Pick<FaultWorld, 'db'>,
  kind: 'OUR_RESERVE' | 'MERCHANT_GATEWAY',
  ocid: number,
): Promise<Map<string, bigint>> {
  const found = await db.rows<{ currency: string; minor: string }>(
    `SELECT a.currency, abs(a.balance_minor + coalesce((SELECT sum(p.amount_minor) FROM account_postings p WHERE p.account_id = a.id), 0))::text AS minor
     FROM ledger_accounts a WHERE a.kind = $1 AND a.ocid = $2 AND a.mode = 'LIVE'`,
    [kind, ocid],
  )
  return new Map(found.map(({ currency, minor }) => [currency, BigInt(minor)]))
}
