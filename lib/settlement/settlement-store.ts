import { columnsOf } from '@/lib/db/columns-of'
import type { EndingTx, Tx } from '@/lib/db/transaction'
import { AVAILABLE_MINOR } from '@/lib/ledger/balance-store'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import { firstAttempt } from '@/lib/webhooks/delivery-store'
import type { PayingWallet } from './decide-pay'

const WALLETS = `
    FROM unnest($1::bigint[], $2::uuid[], $3::mode[]) AS asked (id, user_id, mode)
    JOIN ledger_accounts a ON a.id = asked.id AND a.user_id = asked.user_id AND a.kind = 'USER_WALLET' AND a.mode = asked.mode`
const LOCK_WALLET = {
  name: 'wallet-lock',
  text: `SELECT a.id, a.user_id AS "userId" ${WALLETS} ORDER BY a.id FOR NO KEY UPDATE OF a`,
}
const LOCK_FREE_WALLET = { name: 'wallet-lock-free', text: `${LOCK_WALLET.text} SKIP LOCKED` }
const READ_WALLET = {
  name: 'wallet-read',
  text: `SELECT a.id, a.user_id AS "userId", a.currency, ${AVAILABLE_MINOR} AS "availableMinor" ${WALLETS}`,
}

/** A wallet that has to be this person's. */
export interface OwnWallet {
  readonly walletId: bigint
  readonly userId: string
  readonly mode: string
}

interface WalletRow {
  readonly id: bigint
  readonly userId: string
}

const asked = (wallets: readonly OwnWallet[]) => columnsOf(wallets, ['walletId', 'userId', 'mode'])

/** The wallet if it is this person's, locked so that nothing else can spend from it meanwhile. */
export async function lockWallet(
  tx: Tx,
  walletId: bigint,
  userId: string,
  mode: string,
): Promise<PayingWallet | undefined> {
  // First lock, then read: a statement that waited for the lock would count postings twice that were absorbed meanwhile.
  const whose = asked([{ walletId, userId, mode }])
  const [, [row]] = await Promise.all([tx.rows(LOCK_WALLET, whose), tx.rows<PayingWallet>(READ_WALLET, whose)])
  return row
}

/** A name of the wallet as this person's: a stranger's press for it is another one. */
export const nameOfWallet = ({ walletId, userId }: Omit<OwnWallet, 'mode'>): string => `wallet ${walletId} of ${userId}`

/** The same for several, without waiting: `busy` is one that somebody else has locked. By nameOfWallet. */
export async function lockFreeWallets(
  tx: Tx,
  wallets: readonly OwnWallet[],
): Promise<ReadonlyMap<string, PayingWallet | 'busy'>> {
  const whose = asked(wallets)
  const [locked, found] = await Promise.all([
    tx.rows<WalletRow>(LOCK_FREE_WALLET, whose),
    tx.rows<WalletRow & PayingWallet>(READ_WALLET, whose),
  ])
  const nameOf = ({ id, userId }: WalletRow) => nameOfWallet({ walletId: id, userId })
  const ours = new Set(locked.map(nameOf))
  return new Map(found.map((wallet) => [nameOf(wallet), ours.has(nameOf(wallet)) ? wallet : 'busy']))
}

/** What a payment leaves behind when it is settled by our own proof. */
export interface SettledPayment {
  readonly paymentId: string
  readonly payerId: string
  readonly strategy: string
  readonly proof: SignedProof
  readonly ourOcid: number
  readonly receiverOcid: number
  /** Null where the payee is ours: there is no webhook with the proof. */
  readonly deliveryId: string | null
}

const SETTLE = {
  name: 'payment-settle',
  text: `
    WITH settled AS (
      SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
        AS s (payment_id, payer_id, strategy, issuer, txid, receiver, proof_text, signature, public_key, delivery_id, envelope)),
    paid AS (
      UPDATE payments p SET status = 'SUCCEEDED', payer_id = s.payer_id, strategy = s.strategy, settled_at = now(), paying_since = NULL, updated_at = now()
      FROM settled s WHERE p.id = s.payment_id RETURNING s.*),
    closed AS (
      UPDATE checkout_sessions c SET open = false FROM settled s WHERE c.payment_id = s.payment_id),
    proof AS (
      INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
      SELECT issuer, txid, payment_id, issuer, receiver, proof_text, signature, public_key, true FROM paid),
    delivery AS (
      INSERT INTO deliveries (id, receiver_ocid, payment_id, body, next_attempt_at)
      SELECT delivery_id, receiver, payment_id, envelope, now() FROM paid WHERE delivery_id IS NOT NULL RETURNING id)
    SELECT ${firstAttempt('delivery.id')} FROM delivery`,
}

const settledColumns = [
  'paymentId',
  'payerId',
  'strategy',
  'ourOcid',
  'txid',
  'receiverOcid',
  'proofText',
  'signature',
  'publicKey',
  'deliveryId',
  'envelope',
] as const

/** The payments succeeded: their state, our proofs, and the webhooks that are due, all or nothing. */
export function settlePayments(tx: EndingTx, settled: readonly SettledPayment[]): void {
  const written = settled.map(({ proof, ...payment }) => ({ ...proof, ...payment }))
  tx.write(SETTLE, columnsOf(written, settledColumns))
}
