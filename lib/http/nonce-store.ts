import { forgetRows } from '@/lib/db/forget-rows'
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

// What the clock of the database may be ahead of ours.
const SLACK = "interval '5 minutes'"

/**
 * The SQL that claims a nonce, by the SQL of its parts; `unless` it was done before. A process can stand still after it has
 * looked at the request's time: long after, when whoever sent it has long counted it as lost, it is not carried out any more.
 */
export const claimNonceSql = (ocid: string, nonce: string, expires: string, unless = 'false'): string => `
      INSERT INTO nonces (ocid, nonce, expires_at) SELECT ${ocid}, ${nonce}, to_timestamp(${expires})
      WHERE NOT ${unless} AND to_timestamp(${expires}) > now() - ${SLACK} ON CONFLICT DO NOTHING RETURNING true AS fresh`

const CLAIM = { quick: true, name: 'nonce-claim', text: claimNonceSql('$1', '$2', '$3') }

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

/** Drops nonces that no longer matter: their timestamps are refused by themselves. */
export async function forgetNonces(nowEpochSeconds: number): Promise<void> {
  const where = `expires_at < to_timestamp($1) - ${SLACK}`
  await forgetRows({ name: 'nonce-forget', table: 'nonces', where, values: [nowEpochSeconds] })
}
