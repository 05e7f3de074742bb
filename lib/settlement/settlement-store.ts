import type { EndingTx, Tx } from '@/lib/db/transaction'
import { AVAILABLE_MINOR } from '@/lib/ledger/balance-store'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import { firstAttempt } from '@/lib/webhooks/delivery-store'
import type { PayingWallet } from './decide-pay'

const LOCK_WALLET = {
  name: 'wallet-lock',
  text: `SELECT id FROM ledger_accounts WHERE id = $1 AND user_id = $2 AND kind = 'USER_WALLET' AND mode = $3 FOR NO KEY UPDATE`,
}
const READ_WALLET = {
  name: 'wallet-read',
  text: `
    SELECT a.currency, ${AVAILABLE_MINOR} AS "availableMinor"
    FROM ledger_accounts a WHERE a.id = $1 AND a.user_id = $2 AND a.kind = 'USER_WALLET' AND a.mode = $3`,
}

/** The wallet if it is this person's, locked so that nothing else can spend from it meanwhile. */
export async function lockWallet(
  tx: Tx,
  walletId: bigint,
  userId: string,
  mode: string,
): Promise<PayingWallet | undefined> {
  // First lock, then read: a statement that waited for the lock would count postings twice that were absorbed meanwhile.
  const whose = [walletId, userId, mode]
  const [, [row]] = await Promise.all([tx.rows(LOCK_WALLET, whose), tx.rows<PayingWallet>(READ_WALLET, whose)])
  return row
}

/** What a payment leaves behind when it is settled by our own proof. */
export interface SettledPayment {
  readonly paymentId: string
  readonly payerId: string
  readonly strategy: string
  readonly proof: SignedProof
  readonly ourOcid: number
  readonly receiverOcid: number
  readonly deliveryId: string
}

const PAID = `
    WITH paid AS (
      UPDATE payments SET status = 'SUCCEEDED', payer_id = $2, strategy = $3, settled_at = now(), paying_since = NULL, updated_at = now()
      WHERE id = $1 RETURNING id),
    closed AS (
      UPDATE checkout_sessions SET open = false WHERE payment_id = $1),
    proof AS (
      INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
      SELECT $4, $5, paid.id, $4, $6, $7, $8, $9, true FROM paid)`
const SETTLE = {
  name: 'payment-settle',
  text: `${PAID},
    delivery AS (
      INSERT INTO deliveries (id, receiver_ocid, payment_id, body, next_attempt_at) SELECT $10, $6, paid.id, $11, now() FROM paid RETURNING id)
    SELECT ${firstAttempt('delivery.id')} FROM delivery`,
}

/** The payment succeeded: its state, our proof, and the webhook that is due, all or nothing. */
export function settlePayment(tx: EndingTx, settled: SettledPayment): void {
  const { proof, deliveryId } = settled
  tx.write(SETTLE, [...paidValues(settled), deliveryId, proof.envelope])
}

const SETTLE_IN_HOUSE = { name: 'payment-settle-in-house', text: `${PAID} SELECT id FROM paid` }

/** The same where the payee is ours: there is no webhook with the proof. */
export function settleInHouse(tx: EndingTx, settled: Omit<SettledPayment, 'deliveryId'>): void {
  tx.write(SETTLE_IN_HOUSE, paidValues(settled))
}

function paidValues({
  paymentId,
  payerId,
  strategy,
  proof,
  ourOcid,
  receiverOcid,
}: Omit<SettledPayment, 'deliveryId'>) {
  const signed = [proof.txid, receiverOcid, proof.proofText, proof.signature, proof.publicKey]
  return [paymentId, payerId, strategy, ourOcid, ...signed]
}
