import { rows } from '@/lib/db/transaction'

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
  name: 'nonce-claim',
  text: 'INSERT INTO nonces (ocid, nonce, expires_at) VALUES ($1, $2, to_timestamp($3)) ON CONFLICT DO NOTHING RETURNING true AS fresh',
}

/** Records a nonce. False when this identity used it before inside the window. */
export async function claimNonce(claim: NonceClaim): Promise<boolean> {
  const [row] = await rows(CLAIM, [claim.ocid, claim.nonce, claim.expiresAtEpochSeconds])
  return row !== undefined
}

const FORGET = { name: 'nonce-forget', text: 'DELETE FROM nonces WHERE expires_at < to_timestamp($1)' }

/** Drops nonces that no longer matter: their timestamps are refused by themselves. */
export async function forgetNonces(nowEpochSeconds: number): Promise<void> {
  await rows(FORGET, [nowEpochSeconds])
}
