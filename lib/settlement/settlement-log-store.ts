import { rows } from '@/lib/db/transaction'
import type { SettlementState, StepState } from './live-settlement-store'
import type { StepKind } from './outside-steps'

/** A settlement through others in a line: what it is for, and what it waits for. */
export interface ListedSettlement {
  readonly id: string
  readonly paymentId: string
  readonly attempt: number
  readonly strategy: string
  readonly state: SettlementState
  readonly reason: string | null
  readonly createdAt: Date
  readonly amountMinor: bigint
  readonly currency: string
  readonly email: string | null
  /** The step that is not done yet; null when all are. */
  readonly step: Pick<LoggedStep, 'kind' | 'peerOcid' | 'attemptCount' | 'nextAttemptAt' | 'lastFailure'> | null
}

const LIST = {
  name: 'settlement-log-list',
  text: `SELECT s.id, s.payment_id AS "paymentId", s.attempt, s.strategy, s.state, s.reason, s.created_at AS "createdAt",
      p.amount_minor AS "amountMinor", p.currency, u.email, t.kind, t.peer_ocid AS "peerOcid", t.attempt_count AS "attemptCount",
      t.next_attempt_at AS "nextAttemptAt", t.last_failure AS "lastFailure"
    FROM settlements s JOIN payments p ON p.id = s.payment_id
    JOIN transfers h ON h.id = s.hold_id JOIN ledger_accounts a ON a.id = h.debit_account_id LEFT JOIN users u ON u.id = a.user_id
    LEFT JOIN LATERAL (SELECT * FROM settlement_steps WHERE settlement_id = s.id AND state <> 'DONE' ORDER BY ordinal LIMIT 1) t ON true
    WHERE s.state = ANY($1::settlement_state[]) ORDER BY s.created_at DESC, s.id LIMIT $2`,
}

type ListRow = Omit<ListedSettlement, 'step'> & {
  readonly kind: StepKind | null
  readonly peerOcid: bigint | null
  readonly attemptCount: number
  readonly nextAttemptAt: Date | null
  readonly lastFailure: string | null
}

/** Settlements in these states, the newest first. */
export async function listSettlements(states: readonly SettlementState[], most: number): Promise<ListedSettlement[]> {
  const found = await rows<ListRow>(LIST, [states, most])
  return found.map(({ kind, peerOcid, attemptCount, nextAttemptAt, lastFailure, ...settlement }) => {
    const step = kind && { kind, peerOcid: Number(peerOcid), attemptCount, nextAttemptAt, lastFailure }
    return { ...settlement, step }
  })
}

/** A payment, and every attempt to settle it through others. */
export interface SettlementLog {
  readonly paymentId: string
  readonly sessionId: string
  readonly status: string
  readonly failureCode: string | null
  readonly merchantOcid: number
  readonly orderId: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly email: string | null
  readonly attempts: readonly LoggedAttempt[]
}

export interface LoggedAttempt {
  readonly id: string
  readonly attempt: number
  readonly strategy: string
  /** From the provider that the merchant accepts to the one that holds our reserve. */
  readonly providers: readonly number[]
  readonly state: SettlementState
  readonly reason: string | null
  readonly createdAt: Date
  readonly endedAt: Date | null
  readonly steps: readonly LoggedStep[]
}

export interface LoggedStep {
  readonly ordinal: number
  readonly kind: StepKind
  readonly peerOcid: number
  /** What the peer recognises a repeat by. */
  readonly reference: string
  readonly state: StepState
  readonly attemptCount: number
  readonly lastCalledAt: Date | null
  readonly nextAttemptAt: Date | null
  readonly lastFailure: string | null
  /** What the peer calls the payment that it waits for. */
  readonly peerTxid: string | null
  readonly proofTxid: string | null
}

const READ_PAYMENT = {
  name: 'settlement-log-payment',
  text: `WITH named AS (
      SELECT id FROM payments WHERE id = $1
      UNION ALL SELECT payment_id FROM checkout_sessions WHERE id = $1
      UNION ALL SELECT payment_id FROM settlements WHERE id = $1)
    SELECT p.id AS "paymentId", c.id AS "sessionId", p.status, p.failure_code AS "failureCode", p.merchant_ocid AS "merchantOcid",
      p.order_id AS "orderId", p.amount_minor AS "amountMinor", p.currency, u.email
    FROM named JOIN payments p ON p.id = named.id JOIN checkout_sessions c ON c.payment_id = p.id
    LEFT JOIN LATERAL (SELECT a.user_id FROM transfers h JOIN ledger_accounts a ON a.id = h.debit_account_id
      WHERE h.payment_id = p.id AND h.reason = 'PAYMENT' ORDER BY h.id DESC LIMIT 1) w ON true
    LEFT JOIN users u ON u.id = coalesce(p.payer_id, w.user_id) LIMIT 1`,
}
const READ_ATTEMPTS = {
  name: 'settlement-log-attempts',
  text: `SELECT id, attempt, strategy, path, state, reason, created_at AS "createdAt", ended_at AS "endedAt"
    FROM settlements WHERE payment_id = $1 ORDER BY attempt`,
}
const READ_STEPS = {
  name: 'settlement-log-steps',
  text: `SELECT t.settlement_id AS "settlementId", t.ordinal, t.kind, t.peer_ocid AS "peerOcid", t.reference, t.state, t.attempt_count AS "attemptCount",
      t.last_called_at AS "lastCalledAt", t.next_attempt_at AS "nextAttemptAt", t.last_failure AS "lastFailure",
      t.peer_txid AS "peerTxid", t.proof_txid AS "proofTxid"
    FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id WHERE s.payment_id = $1 ORDER BY s.attempt, t.ordinal`,
}

type PaymentRow = Omit<SettlementLog, 'merchantOcid' | 'attempts'> & { readonly merchantOcid: bigint }
type AttemptRow = Omit<LoggedAttempt, 'providers' | 'steps'> & { readonly path: string }
type StepRow = Omit<LoggedStep, 'peerOcid'> & { readonly settlementId: string; readonly peerOcid: bigint }

/** What is written down of one payment, named by its own id, its session's, or that of one of its settlements. */
export async function readSettlementLog(id: string): Promise<SettlementLog | undefined> {
  const [payment] = await rows<PaymentRow>(READ_PAYMENT, [id])
  if (!payment) return undefined
  const attempts = await rows<AttemptRow>(READ_ATTEMPTS, [payment.paymentId])
  const steps = await rows<StepRow>(READ_STEPS, [payment.paymentId])
  return {
    ...payment,
    merchantOcid: Number(payment.merchantOcid),
    attempts: attempts.map(({ path, ...attempt }) => ({
      ...attempt,
      providers: JSON.parse(path) as number[],
      steps: steps.filter(({ settlementId }) => settlementId === attempt.id).map(stepOf),
    })),
  }
}

const stepOf = ({ settlementId: _, peerOcid, ...step }: StepRow): LoggedStep => ({
  ...step,
  peerOcid: Number(peerOcid),
})

const COUNT_STUCK = {
  name: 'settlement-log-stuck',
  text: `SELECT count(*)::int AS total, min(created_at) AS oldest FROM settlements WHERE state = 'NEEDS_OPERATOR'`,
}

/** How many settlements nothing goes on with until an operator has looked, and since when the oldest is there. */
export async function countStuckSettlements(): Promise<{ readonly total: number; readonly oldest: Date | null }> {
  const [row] = await rows<{ total: number; oldest: Date | null }>(COUNT_STUCK, [])
  return row ?? { total: 0, oldest: null }
}

const COUNT_WAITING = {
  name: 'settlement-log-waiting',
  text: `SELECT t.peer_ocid AS ocid, count(*)::int AS total FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
    WHERE t.next_attempt_at IS NOT NULL AND s.state = 'ACTIVE' GROUP BY t.peer_ocid`,
}

/** How many settlements wait for each peer. */
export async function countWaitingByPeer(): Promise<ReadonlyMap<number, number>> {
  const found = await rows<{ ocid: bigint; total: number }>(COUNT_WAITING, [])
  return new Map(found.map(({ ocid, total }) => [Number(ocid), total]))
}
