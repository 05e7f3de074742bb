import { rows, type Tx } from '@/lib/db/transaction'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { LEASE_SECONDS, type Settlement, type SettlementStep, wakePeer } from './live-settlement-store'
import type { StepAnswer } from './step-answer'
import type { VerifiedProof } from './verify-step-proof'

const MOST_FAILURE_CHARACTERS = 500

const CALLED = {
  name: 'step-called',
  text: `
    WITH kept AS (
      UPDATE settlements SET leased_until = now() + make_interval(secs => $5) WHERE id = $1 AND lease_owner = $3 AND state = 'ACTIVE' RETURNING id)
    UPDATE settlement_steps SET state = CASE state WHEN 'UNKNOWN' THEN 'UNKNOWN' ELSE 'CALLED' END::settlement_step_state, body = $4,
      attempt_count = attempt_count + $6::int, first_called_at = coalesce(first_called_at, now()), last_called_at = now(),
      last_unknown_at = CASE $6::int WHEN 0 THEN last_unknown_at ELSE now() END,
      next_attempt_at = now() + make_interval(secs => $5)
    FROM kept WHERE settlement_id = kept.id AND ordinal = $2 AND state IN ('PLANNED', 'CALLED', 'UNKNOWN') RETURNING attempt_count AS "attemptCount"`,
}

/**
 * Records a call before it is made; undefined when the settlement is not this process's any more. Until its outcome is
 * written down it counts as one that may have moved money, unless it is known already that it will not be sent.
 */
export async function markCalled(
  tx: Tx,
  { id }: Settlement,
  step: SettlementStep,
  owner: string,
  { body, isSent }: { readonly body: string; readonly isSent: boolean },
): Promise<number | undefined> {
  const call = [id, step.ordinal, owner, body, LEASE_SECONDS, isSent ? 1 : 0]
  const [row] = await tx.rows<{ attemptCount: number }>(CALLED, call)
  if (!row) return undefined
  await wakePeer(tx, step.peerOcid, new Date(Date.now() + LEASE_SECONDS * 1000))
  return row.attemptCount
}

type CreatedAnswer = Extract<StepAnswer, { kind: 'created' }>

const CREATED = {
  name: 'step-created',
  text: `UPDATE settlement_steps SET state = 'DONE', peer_txid = $3, next_attempt_at = NULL, last_failure = NULL, last_unknown_at = NULL,
      peer_expires_at = least(now() + interval '30 days', coalesce(to_timestamp($4::float8), now() + interval '1 hour'))
    WHERE settlement_id = $1 AND ordinal = $2 AND state IN ('CALLED', 'UNKNOWN')`,
}

/** The peer waits for a payment that it calls `peerTxid`, for an hour unless it says how long (protocol section 5). */
export async function recordCreated(
  tx: Tx,
  settlement: Settlement,
  step: SettlementStep,
  { peerTxid, expiresAtEpochSeconds }: Pick<CreatedAnswer, 'peerTxid' | 'expiresAtEpochSeconds'>,
): Promise<void> {
  await tx.rows(CREATED, [settlement.id, step.ordinal, peerTxid, expiresAtEpochSeconds ?? null])
  await planNextStep(tx, settlement, step, LEASE_SECONDS)
}

const PLAN_NEXT = {
  name: 'step-plan-next',
  text: `UPDATE settlement_steps SET next_attempt_at = now() + make_interval(secs => $3) WHERE settlement_id = $1 AND ordinal = $2 AND state = 'PLANNED'`,
}

/** If this process dies before the next step is taken, another takes it in so many seconds. */
export async function planNextStep(
  tx: Tx,
  { id, steps }: Settlement,
  { ordinal }: SettlementStep,
  inSeconds: number,
): Promise<void> {
  const next = steps[ordinal + 1]
  if (!next) return
  await tx.rows(PLAN_NEXT, [id, next.ordinal, inSeconds])
  await wakePeer(tx, next.peerOcid, new Date(Date.now() + inSeconds * 1000))
}

const DUE_NOW = {
  name: 'step-due-now',
  text: `UPDATE settlement_steps SET next_attempt_at = now() WHERE settlement_id = $1 AND ordinal = $2 AND state IN ('PLANNED', 'CALLED', 'UNKNOWN')`,
}

/** Nobody is at this step any more: whoever looks next takes it. */
export async function makeStepDue(tx: Tx, { id }: Settlement, { ordinal, peerOcid }: SettlementStep): Promise<void> {
  await tx.rows(DUE_NOW, [id, ordinal])
  await wakePeer(tx, peerOcid, new Date())
}

const KEEP_PROOF = {
  name: 'step-proof-keep',
  text: `INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (issuer, txid) DO NOTHING RETURNING txid`,
}

/** Keeps a proof as it was signed, once; false when there is one of this issuer and txid already. */
export async function keepProof(
  tx: Tx,
  { paymentId }: Settlement,
  { proof, signature, publicKey }: VerifiedProof,
  settles: boolean,
): Promise<boolean> {
  const parties = [proof.from.ocid, proof.to.ocid]
  const signed = [canonicalJson(proof), signature, publicKey.hex]
  return (await tx.rows(KEEP_PROOF, [proof.issuer, proof.txid, paymentId, ...parties, ...signed, settles])).length > 0
}

const PROVEN = {
  name: 'step-proven',
  text: `UPDATE settlement_steps SET state = 'DONE', proof_issuer = $3, proof_txid = $4, next_attempt_at = NULL, last_failure = NULL, last_unknown_at = NULL
    WHERE settlement_id = $1 AND ordinal = $2 AND state <> 'DONE'`,
}

/**
 * Keeps a verified proof as the result of a step; `settles` when it is the result of the payment. False: its issuer has
 * used this txid before, so it counts for nothing here.
 */
export async function recordProven(
  tx: Tx,
  settlement: Settlement,
  step: SettlementStep,
  verified: VerifiedProof,
  settles: boolean,
): Promise<boolean> {
  if (!(await keepProof(tx, settlement, verified, settles))) return false
  const { proof } = verified
  await tx.rows(PROVEN, [settlement.id, step.ordinal, proof.issuer, proof.txid])
  await planNextStep(tx, settlement, step, LEASE_SECONDS)
  return true
}

const UNKNOWN = {
  name: 'step-unknown',
  text: `
    WITH released AS (UPDATE settlements SET lease_owner = NULL, leased_until = NULL WHERE id = $1 AND lease_owner = $4)
    UPDATE settlement_steps SET state = 'UNKNOWN', last_failure = $3, next_attempt_at = $5, last_unknown_at = to_timestamp($6::float8 / 1000),
      peer_txid = coalesce(peer_txid, $7)
    WHERE settlement_id = $1 AND ordinal = $2 AND state IN ('CALLED', 'UNKNOWN')`,
}

export interface UnknownStep {
  readonly failure: string
  readonly nextAttemptAt: Date
  /** When the last call was made that may have moved money; null when none can have. */
  readonly lastUnknownAtMs: number | null
  readonly peerTxid: string | null
}

/** Nobody knows yet what became of a step: it is tried again later, by whichever process is there then. */
export async function recordUnknown(
  tx: Tx,
  { id }: Settlement,
  step: SettlementStep,
  owner: string,
  { failure, nextAttemptAt, lastUnknownAtMs, peerTxid }: UnknownStep,
): Promise<void> {
  const shown = failure.slice(0, MOST_FAILURE_CHARACTERS)
  await tx.rows(UNKNOWN, [id, step.ordinal, shown, owner, nextAttemptAt, lastUnknownAtMs, peerTxid])
  await wakePeer(tx, step.peerOcid, nextAttemptAt)
}

const STUMBLED = {
  name: 'settlement-stumbled',
  // The pause grows with the age: an attempt that ends before its call is counted nowhere.
  text: `
    WITH old AS (SELECT id, patient_since <= now() - interval '3 days' AS is_over FROM settlements WHERE id = $1 AND lease_owner = $2 AND state = 'ACTIVE' FOR UPDATE),
    stuck AS (
      UPDATE settlements s SET lease_owner = NULL, leased_until = NULL, reason = CASE WHEN is_over THEN $4 ELSE reason END,
        state = CASE WHEN is_over THEN 'NEEDS_OPERATOR' ELSE state END
      FROM old WHERE s.id = old.id RETURNING s.id, is_over, now() - patient_since AS age)
    UPDATE settlement_steps t SET state = CASE t.state WHEN 'CALLED' THEN 'UNKNOWN' ELSE t.state END, last_failure = $3,
      next_attempt_at = CASE WHEN NOT is_over THEN now() + least(interval '3 hours', greatest(interval '15 seconds', age / 4)) END
    FROM stuck WHERE t.settlement_id = stuck.id AND t.next_attempt_at IS NOT NULL`,
}

/**
 * Going on with a settlement failed in ourselves, not in a peer. What can be read of it is left out: it may be that which
 * cannot be read. It is looked at again with growing pauses, and after three days by the operator.
 */
export async function recordStumble(settlementId: string, owner: string, failure: string): Promise<void> {
  const shown = failure.slice(0, MOST_FAILURE_CHARACTERS)
  const reason = `three days without being able to go on: ${shown}`
  await rows(STUMBLED, [settlementId, owner, shown, reason])
}

const REFUSED = {
  name: 'step-refused',
  text: `UPDATE settlement_steps SET state = 'REFUSED', last_failure = $3, next_attempt_at = NULL, last_unknown_at = NULL
    WHERE settlement_id = $1 AND ordinal = $2 AND state IN ('CALLED', 'UNKNOWN')`,
}

/** The step moved nothing and never will. */
export async function recordRefused(tx: Tx, { id }: Settlement, step: SettlementStep, failure: string): Promise<void> {
  await tx.rows(REFUSED, [id, step.ordinal, failure.slice(0, MOST_FAILURE_CHARACTERS)])
}
