import { inTransaction, rows, type Tx } from '@/lib/db/transaction'

/** A nonce whose request carried a valid signature, on its way to being recorded. */
export interface NonceClaim {
  readonly ocid: number
  readonly nonce: string
  readonly expiresAtEpochSeconds: number
}

/** The nonce of a running request. A handler whose one statement records it says so; otherwise the route does it when the handler is done. */
export interface PendingNonce extends NonceClaim {
  recorded: boolean
}

const CLAIM = {
  quick: true,
  name: 'nonce-claim',
  text: 'INSERT INTO nonces (ocid, nonce, expires_at) VALUES ($1, $2, to_timestamp($3)) ON CONFLICT DO NOTHING RETURNING true AS fresh',
}

/** Records a nonce by itself. False when this identity used it before inside the window. */
export const claimNonce = (claim: NonceClaim): Promise<boolean> => claimNonceIn({ rows }, claim)

/** The same inside a transaction, which the caller undoes when it was used before. */
export async function claimNonceIn(
  tx: Pick<Tx, 'rows'>,
  { ocid, nonce, expiresAtEpochSeconds }: NonceClaim,
): Promise<boolean> {
  const [row] = await tx.rows(CLAIM, [ocid, nonce, expiresAtEpochSeconds])
  return row !== undefined
}

/**
 * Records the nonce and does `work` in one transaction. Undefined when the nonce was used before, and then nothing is done:
 * the route says so.
 */
export async function inNoncedTransaction<T>(
  nonce: PendingNonce,
  work: (tx: Tx) => Promise<T>,
): Promise<T | undefined> {
  const outcome = await inTransaction(async (tx) => {
    return (await claimNonceIn(tx, nonce)) ? { value: await work(tx) } : undefined
  })
  if (!outcome) return undefined
  nonce.recorded = true
  return outcome.value
}

const FORGET = { name: 'nonce-forget', text: 'DELETE FROM nonces WHERE expires_at < to_timestamp($1)' }

/** Drops nonces that no longer matter: their timestamps are refused by themselves. */
export async function forgetNonces(nowEpochSeconds: number): Promise<void> {
  await rows(FORGET, [nowEpochSeconds])
}
