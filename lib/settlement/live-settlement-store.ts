import { columnsOf } from '@/lib/db/columns-of'
import { rows, type Tx } from '@/lib/db/transaction'
import { type PlannedStep, planSteps, type StepKind } from './outside-steps'

export type SettlementState = 'ACTIVE' | 'SETTLED' | 'ABANDONED' | 'NEEDS_OPERATOR' | 'GIVEN_UP'
export type StepState = 'PLANNED' | 'CALLED' | 'UNKNOWN' | 'DONE' | 'REFUSED'

/** One attempt to settle a payment through others, as the database has it. */
export interface Settlement {
  readonly id: string
  readonly paymentId: string
  readonly sessionId: string
  readonly attempt: number
  readonly strategy: string
  /** From the provider that the merchant accepts to the one that holds our reserve. */
  readonly providers: readonly [number, ...number[]]
  readonly holdId: bigint
  readonly walletId: bigint
  readonly payerId: string
  readonly state: SettlementState
  readonly reason: string | null
  /** Who goes on with it at the moment, when somebody does. */
  readonly leaseOwner: string | null
  readonly patientSinceMs: number
  readonly steps: readonly SettlementStep[]
}

export interface SettlementStep extends PlannedStep {
  readonly state: StepState
  readonly body: string | null
  readonly attemptCount: number
  readonly lastUnknownAtMs: number | null
  readonly lastFailure: string | null
  readonly peerTxid: string | null
  /** Until when the peer waits for what it calls `peerTxid`. */
  readonly peerExpiresAtMs: number | null
  readonly proof: { readonly proofText: string; readonly signature: string } | null
}

const READ = {
  name: 'settlement-read',
  text: `SELECT s.id, s.payment_id AS "paymentId", c.id AS "sessionId", s.attempt, s.strategy, s.path, s.hold_id AS "holdId", s.state, s.reason, s.lease_owner AS "leaseOwner",
      extract(epoch FROM s.patient_since)::float8 * 1000 AS "patientSinceMs", t.debit_account_id AS "walletId", a.user_id AS "payerId"
    FROM settlements s JOIN checkout_sessions c ON c.payment_id = s.payment_id
    JOIN transfers t ON t.id = s.hold_id JOIN ledger_accounts a ON a.id = t.debit_account_id WHERE s.id = $1`,
}
const READ_STEPS = {
  name: 'settlement-steps-read',
  text: `SELECT s.ordinal, s.kind, s.state, s.body, s.attempt_count AS "attemptCount", s.last_failure AS "lastFailure",
      extract(epoch FROM s.last_unknown_at)::float8 * 1000 AS "lastUnknownAtMs", s.peer_txid AS "peerTxid", extract(epoch FROM s.peer_expires_at)::float8 * 1000 AS "peerExpiresAtMs",
      p.proof_text AS "proofText", p.signature
    FROM settlement_steps s LEFT JOIN proofs p ON p.issuer = s.proof_issuer AND p.txid = s.proof_txid
    WHERE s.settlement_id = $1 ORDER BY s.ordinal`,
}

type SettlementRow = Omit<Settlement, 'providers' | 'steps'> & { path: string }
type StepRow = Omit<SettlementStep, keyof PlannedStep | 'proof'> & {
  ordinal: number
  kind: StepKind
  proofText: string | null
  signature: string | null
}

export async function findSettlement(id: string): Promise<Settlement | undefined> {
  // The steps first: a settlement that is active when it is read after them has a step that is not done.
  const steps = await rows<StepRow>(READ_STEPS, [id])
  return assemble(await rows<SettlementRow>(READ, [id]), steps)
}

const LOCK = { name: 'settlement-lock', text: 'SELECT id FROM settlements WHERE id = $1 FOR UPDATE' }

/** The settlement, locked. Lock its payment before it. */
export async function lockSettlement(tx: Tx, id: string): Promise<Settlement | undefined> {
  await tx.rows(LOCK, [id])
  return assemble(await tx.rows<SettlementRow>(READ, [id]), await tx.rows<StepRow>(READ_STEPS, [id]))
}

function assemble([row]: readonly SettlementRow[], stepRows: readonly StepRow[]): Settlement | undefined {
  if (!row) return undefined
  const { path, ...settlement } = row
  const providers = JSON.parse(path) as [number, ...number[]]
  const planned = planSteps({ strategy: 'chain', providers }, row.paymentId, row.attempt)
  const steps = stepRows.map(({ proofText, signature, ...step }) => {
    const plan = planned[step.ordinal]
    if (!plan) throw new Error(`settlement ${row.id} has a step that its path has not`)
    const proof = proofText !== null && signature !== null ? { proofText, signature } : null
    return { ...plan, ...step, proof }
  })
  return { ...settlement, providers, steps }
}

const CLAIM = {
  name: 'settlement-claim',
  text: `UPDATE settlements SET lease_owner = $2, leased_until = now() + make_interval(secs => $3)
    WHERE id = $1 AND state = 'ACTIVE' AND (leased_until IS NULL OR leased_until <= now() OR lease_owner = $2) RETURNING id`,
}
const RELEASE = {
  name: 'settlement-release',
  text: 'UPDATE settlements SET lease_owner = NULL, leased_until = NULL WHERE id = $1 AND lease_owner = $2',
}

/** Longer than a call lasts as a rule: whoever holds a lease this old has died, or is slow and writes only what still holds. */
export const LEASE_SECONDS = 15

/** Takes, or keeps, the right to go on with a settlement; false when another process has it, or it has ended. */
export async function claimSettlement(id: string, owner: string): Promise<boolean> {
  return (await rows(CLAIM, [id, owner, LEASE_SECONDS])).length > 0
}

export async function releaseSettlement(id: string, owner: string): Promise<void> {
  await rows(RELEASE, [id, owner])
}

const WAKE = { name: 'settlement-wake', text: 'SELECT settlement_wake($1, $2)' }

/** Plans that somebody looks at what is due with this peer, at `at` or before. */
export async function wakePeer(tx: Tx, peerOcid: number, at: Date): Promise<void> {
  await tx.rows(WAKE, [peerOcid, at])
}

const BEGIN = {
  name: 'settlement-begin',
  text: `
    WITH begun AS (
      INSERT INTO settlements (id, payment_id, attempt, strategy, path, hold_id, lease_owner, leased_until)
      VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8)) RETURNING id),
    steps AS (
      INSERT INTO settlement_steps (settlement_id, ordinal, kind, peer_ocid, reference, next_attempt_at)
      SELECT begun.id, s.ordinal, s.kind::settlement_step_kind, s.peer, s.reference, CASE s.ordinal WHEN 0 THEN now() + make_interval(secs => $8) END
      FROM begun, unnest($9::int[], $10::text[], $11::bigint[], $12::text[]) AS s (ordinal, kind, peer, reference))
    UPDATE payments SET payer_id = $13, paying_since = coalesce(paying_since, now()), updated_at = now() WHERE id = $2`,
}

export interface NewSettlement {
  readonly id: string
  readonly paymentId: string
  readonly payerId: string
  readonly attempt: number
  readonly strategy: string
  readonly providers: readonly number[]
  readonly holdId: bigint
  readonly leaseOwner: string
  readonly steps: readonly PlannedStep[]
}

/** A settlement with all its steps, before any of them is taken. If this process dies, another goes on when the lease is over. */
export async function insertSettlement(tx: Tx, settlement: NewSettlement): Promise<void> {
  const { id, paymentId, payerId, attempt, strategy, providers, holdId, leaseOwner, steps } = settlement
  const [first] = steps
  if (!first) throw new Error('a settlement has at least one step')
  const columns = columnsOf(steps, ['ordinal', 'kind', 'peerOcid', 'reference'])
  const head = [id, paymentId, attempt, strategy, JSON.stringify(providers), holdId, leaseOwner, LEASE_SECONDS]
  await tx.rows(BEGIN, [...head, ...columns, payerId])
  await wakePeer(tx, first.peerOcid, new Date(Date.now() + LEASE_SECONDS * 1000))
}

const REFUSERS = {
  name: 'settlement-refusers',
  // Since the payer pressed Pay: what could not be reached then may be there when he tries again.
  // A transfer that was never called because it would have been too late (tooLate in take-step.ts) is not its provider's fault.
  text: `SELECT DISTINCT coalesce(late.ocid, t.peer_ocid) AS ocid, coalesce(max(s.attempt) OVER (), 0) AS attempts FROM settlements s
    JOIN payments p ON p.id = s.payment_id
    LEFT JOIN settlement_steps t ON t.settlement_id = s.id AND t.state = 'REFUSED' AND s.created_at >= p.paying_since
    LEFT JOIN LATERAL (SELECT c.peer_ocid AS ocid FROM settlement_steps c WHERE c.settlement_id = s.id AND t.kind = 'TRANSFER_CREATE'
      AND t.attempt_count = 0 AND c.peer_expires_at < t.last_called_at + interval '40 seconds' ORDER BY c.peer_expires_at LIMIT 1) late ON true
    WHERE s.payment_id = $1`,
}

export interface EarlierAttempts {
  readonly count: number
  /** Who has refused, or could not be reached, since the payer pressed Pay: not asked again until he does so once more. */
  readonly refusers: ReadonlySet<number>
}

export async function readEarlierAttempts(tx: Pick<Tx, 'rows'>, paymentId: string): Promise<EarlierAttempts> {
  const found = await tx.rows<{ ocid: bigint | null; attempts: number }>(REFUSERS, [paymentId])
  const refusers = new Set(found.flatMap(({ ocid }) => (ocid === null ? [] : [Number(ocid)])))
  return { count: found[0]?.attempts ?? 0, refusers }
}
