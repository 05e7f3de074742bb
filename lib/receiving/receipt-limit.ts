import { rows } from '@/lib/db/transaction'
import { POSTED_MINOR } from '@/lib/ledger/balance-store'
import type { Money } from '@/lib/money/money'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'

/**
 * Balances are 64-bit integers, and what an accepted provider proves is added to ours and to somebody else's. A thirty-second
 * of their room is all that one provider can fill, so that its lies stay its own trouble.
 */
const MOST_MINOR = 2n ** 58n

const READ = {
  name: 'receipt-limit-read',
  text: `SELECT (-${POSTED_MINOR})::text AS minor
    FROM ledger_accounts a WHERE a.kind = 'OUR_RESERVE' AND a.mode = 'LIVE' AND a.ocid = $1 AND a.currency = $2`,
}

/** Whether we can have this much more at a provider; `INVALID_PROOF` when it is more than any honest one would ever prove. */
export async function checkReceiptLimit(
  issuer: number,
  { amountMinor, currency }: Money,
): Promise<Result<true, ProtocolError>> {
  const [row] = await rows<{ minor: string }>(READ, [issuer, currency.code])
  if (BigInt(row?.minor ?? 0) + amountMinor <= MOST_MINOR) return ok(true)
  const message = 'This is more than we take from one provider'
  return err(protocolError('INVALID_PROOF', { message, details: { hint: 'beyond_limit' } }))
}
