import { rows, type Tx } from '@/lib/db/transaction'
import type { PendingNonce } from '@/lib/http/nonce-store'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import { deliveryJob } from '@/lib/webhooks/delivery-store'
import type { RecipientOwner } from './find-recipient'

/** What a repeat of a transfer is recognised by, and compared with. */
export interface TransferClaim {
  readonly callerOcid: number
  readonly reference: string | null
  readonly idempotencyKey: string | null
  readonly requestText: string
}

/** A transfer that passed every check that needs no lock. */
export interface NewPartnerTransfer extends TransferClaim {
  readonly ourOcid: number
  readonly receiverOcid: number
  readonly currency: string
  readonly amountMinor: bigint
  readonly debitAccountId: bigint
  readonly recipient: RecipientOwner
  /** The recipient's account; undefined when it has none in this currency, and then one is opened. */
  readonly creditAccountId: bigint | undefined
  readonly proof: SignedProof
  /** Null when the proof goes to nobody: a person of ours was credited through us. */
  readonly deliveryId: string | null
}

/** A transfer that was done before, under this reference or this key. */
export interface StandingTransfer {
  readonly requestText: string
  readonly proofText: string
  readonly signature: string
}

export interface CreatedTransfer {
  /** Whether the nonce had not been used before. */
  readonly isFresh: boolean
  readonly isCreated: boolean
  readonly standing: readonly StandingTransfer[]
}

// UNION of two lookups and not OR: each is one descent of its own unique index, whatever the planner thinks of the table.
const standing = (caller: string, reference: string, key: string) => `
  SELECT s.request_text AS "requestText", p.proof_text AS "proofText", p.signature FROM (
    SELECT issuer, txid, request_text FROM partner_transfers WHERE caller_ocid = ${caller} AND reference = ${reference}
    UNION
    SELECT issuer, txid, request_text FROM partner_transfers WHERE caller_ocid = ${caller} AND idempotency_key = ${key}) s
  JOIN proofs p ON p.issuer = s.issuer AND p.txid = s.txid`

const CREATE = {
  name: 'partner-transfer-create',
  text: `
    WITH nonce AS (
      INSERT INTO nonces (ocid, nonce, expires_at) SELECT $1, $2, to_timestamp($3) WHERE NOT $4 ON CONFLICT DO NOTHING RETURNING 1),
    admitted AS (SELECT 1 FROM nonce UNION ALL SELECT 1 WHERE $4),
    standing AS (${standing('$5::bigint', '$6::text', '$7::text')}),
    wanted AS (SELECT 1 FROM admitted WHERE NOT EXISTS (SELECT FROM standing)),
    opened AS (
      INSERT INTO ledger_accounts (kind, mode, currency, user_id, ocid)
      SELECT $24::account_kind, 'LIVE', $11::text, $25::uuid, $26::bigint FROM wanted WHERE $14::bigint IS NULL
      ON CONFLICT (kind, mode, currency, user_id, ocid, application_id) DO NOTHING RETURNING id),
    payee AS (SELECT $14::bigint AS id FROM wanted WHERE $14::bigint IS NOT NULL UNION ALL SELECT id FROM opened),
    moved AS (
      INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
      SELECT 'POSTED', 'LIVE', $11::text, $12, $13, payee.id, 'PARTNER_TRANSFER', now() FROM payee
      RETURNING id),
    proof AS (
      INSERT INTO proofs (issuer, txid, from_ocid, to_ocid, proof_text, signature, public_key)
      SELECT $9::bigint, $15::text, $5::bigint, $10::bigint, $16, $17, $18 FROM moved),
    delivery AS (
      INSERT INTO deliveries (id, receiver_ocid, body, next_attempt_at)
      SELECT $19::text, $10::bigint, $20, now() FROM moved WHERE $19::text IS NOT NULL
      RETURNING id),
    ordered AS (
      INSERT INTO partner_transfers (txid, issuer, caller_ocid, reference, idempotency_key, request_text, transfer_id, delivery_id)
      SELECT $15::text, $9::bigint, $5::bigint, $6::text, $7::text, $8, moved.id, $19::text FROM moved
      RETURNING txid),
    job AS (SELECT graphile_worker.add_job('deliver', $21::json, queue_name := $22, max_attempts := 100, job_key := $23) FROM delivery)
    SELECT EXISTS (SELECT FROM admitted) AS "isFresh", EXISTS (SELECT FROM ordered) AS "isCreated", (SELECT count(*) FROM job) AS jobs,
      standing."requestText", standing."proofText", standing.signature
    FROM (SELECT 1) AS one LEFT JOIN standing ON true`,
}

type CreateRow = Omit<CreatedTransfer, 'standing'> & (StandingTransfer | { readonly requestText: null })

/**
 * Records the nonce (unless an earlier try did), moves the money and leaves proof, webhook and job: in one statement, all
 * or nothing. Neither created nor standing: somebody else has just opened the recipient's account; ask again.
 */
export async function insertPartnerTransfer(
  tx: Tx,
  nonce: PendingNonce,
  transfer: NewPartnerTransfer,
): Promise<CreatedTransfer> {
  const { callerOcid, reference, idempotencyKey, requestText, ourOcid, receiverOcid, proof, deliveryId } = transfer
  const { currency, amountMinor, debitAccountId, creditAccountId, recipient } = transfer
  const job = deliveryId === null ? undefined : deliveryJob(deliveryId)
  const claim = [nonce.ocid, nonce.nonce, nonce.expiresAtEpochSeconds, nonce.recorded]
  const asked = [callerOcid, reference, idempotencyKey, requestText, ourOcid, receiverOcid]
  const movement = [currency, amountMinor, debitAccountId, creditAccountId]
  const signed = [proof.txid, proof.proofText, proof.signature, proof.publicKey]
  const way = [deliveryId, proof.envelope, job?.payload, job?.queue, job?.key]
  const owner = recipient.kind === 'USER_WALLET' ? [recipient.userId, null] : [null, recipient.ocid]
  const payee = [recipient.kind, ...owner]
  const found = await tx.rows<CreateRow>(CREATE, [...claim, ...asked, ...movement, ...signed, ...way, ...payee])
  const [row] = found
  if (!row) throw new Error('partner-transfer-create gave no row')
  return { isFresh: row.isFresh, isCreated: row.isCreated, standing: found.filter(isStanding) }
}

const isStanding = (row: CreateRow): row is CreateRow & StandingTransfer => row.requestText !== null

const READ = { quick: true, name: 'partner-transfer-read', text: standing('$1::bigint', '$2::text', '$3::text') }

/** What was done before under this reference or this key. */
export async function findStandingTransfers(claim: TransferClaim): Promise<StandingTransfer[]> {
  return rows<StandingTransfer>(READ, [claim.callerOcid, claim.reference, claim.idempotencyKey])
}
