import { rows, type Statement, type Tx } from '@/lib/db/transaction'
import { claimNonceSql, type PendingNonce } from '@/lib/http/nonce-store'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import { firstAttempt } from '@/lib/webhooks/delivery-store'
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

/**
 * The parts of the statement that only some transfers need: what it does not hold costs nothing to start. Quick: the one
 * account that it locks is the caller's reserve, which nobody else debits but in a statement like this.
 */
function createStatement(opens: boolean, delivers: boolean): Statement {
  const [deliveryId, envelope] = opens ? ['$21::text', '$22'] : ['$19::text', '$20']
  const payee = opens
    ? `opened AS (
      INSERT INTO ledger_accounts (kind, mode, currency, user_id, ocid)
      SELECT $18::account_kind, 'LIVE', $11::text, $19::uuid, $20::bigint FROM wanted
      ON CONFLICT (kind, mode, currency, user_id, ocid, application_id) DO NOTHING RETURNING id),
    payee AS (SELECT id FROM opened)`
    : 'payee AS (SELECT $18::bigint AS id FROM wanted)'
  const delivery = `
    delivery AS (
      INSERT INTO deliveries (id, receiver_ocid, body, next_attempt_at) SELECT ${deliveryId}, $10::bigint, ${envelope}, now() FROM moved RETURNING id),
    job AS (SELECT ${firstAttempt('delivery.id')} FROM delivery),`
  return {
    quick: true,
    name: `partner-transfer-create${opens ? '-open' : ''}${delivers ? '-deliver' : ''}`,
    text: `
    WITH nonce AS (${claimNonceSql('$1', '$2', '$3', '$4')}),
    admitted AS (SELECT 1 FROM nonce UNION ALL SELECT 1 WHERE $4),
    standing AS (${standing('$5::bigint', '$6::text', '$7::text')}),
    wanted AS (SELECT 1 FROM admitted WHERE NOT EXISTS (SELECT FROM standing)),
    ${payee},
    moved AS (
      INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
      SELECT 'POSTED', 'LIVE', $11::text, $12, $13, payee.id, 'PARTNER_TRANSFER', now() FROM payee
      RETURNING id),
    proof AS (
      INSERT INTO proofs (issuer, txid, from_ocid, to_ocid, proof_text, signature, public_key)
      SELECT $9::bigint, $14::text, $5::bigint, $10::bigint, $15, $16, $17 FROM moved),${delivers ? delivery : ''}
    ordered AS (
      INSERT INTO partner_transfers (txid, issuer, caller_ocid, reference, idempotency_key, request_text, transfer_id, delivery_id)
      SELECT $14::text, $9::bigint, $5::bigint, $6::text, $7::text, $8, moved.id, ${delivers ? deliveryId : 'NULL'} FROM moved
      RETURNING txid)
    SELECT EXISTS (SELECT FROM admitted) AS "isFresh", EXISTS (SELECT FROM ordered) AS "isCreated", ${delivers ? '(SELECT count(*) FROM job) AS jobs,' : ''}
      standing."requestText", standing."proofText", standing.signature
    FROM (SELECT 1) AS one LEFT JOIN standing ON true`,
  }
}

const CREATE = createStatement(false, false)
const CREATE_DELIVER = createStatement(false, true)
const CREATE_OPEN = createStatement(true, false)
const CREATE_OPEN_DELIVER = createStatement(true, true)

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
  const opens = creditAccountId === undefined
  const delivers = deliveryId !== null
  const claim = [nonce.ocid, nonce.nonce, nonce.expiresAtEpochSeconds, nonce.recorded]
  const asked = [callerOcid, reference, idempotencyKey, requestText, ourOcid, receiverOcid]
  const movement = [currency, amountMinor, debitAccountId]
  const signed = [proof.txid, proof.proofText, proof.signature, proof.publicKey]
  const owner = recipient.kind === 'USER_WALLET' ? [recipient.userId, null] : [null, recipient.ocid]
  const payee = opens ? [recipient.kind, ...owner] : [creditAccountId]
  const way = delivers ? [deliveryId, proof.envelope] : []
  const statement = opens ? (delivers ? CREATE_OPEN_DELIVER : CREATE_OPEN) : delivers ? CREATE_DELIVER : CREATE
  const found = await tx.rows<CreateRow>(statement, [...claim, ...asked, ...movement, ...signed, ...payee, ...way])
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
