import type { Tx } from '@/lib/db/transaction'
import { postTransfer } from '@/lib/ledger/transfer-store'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { lockPayout, markReturned, type StandingPayout } from './payout-store'

export type ReturnRefusal = 'NO_SUCH_PAYOUT' | 'RETURNED_BEFORE'

export interface Returned {
  readonly payout: StandingPayout
  readonly transferId: bigint
}

/** Books that a payout came back, all of it: the bank refused it, or it should never have been booked. */
export async function returnPayout(tx: Tx, payoutId: bigint): Promise<Result<Returned, ReturnRefusal>> {
  const payout = await lockPayout(tx, payoutId)
  if (!payout) return err('NO_SUCH_PAYOUT')
  if (payout.returnTransferId !== null) return err('RETURNED_BEFORE')
  const { currency, amountMinor, accountId, cashAccountId } = payout
  const ends = { debitAccountId: cashAccountId, creditAccountId: accountId }
  const terms = { mode: 'LIVE', currency, amountMinor, paymentId: null, reason: 'PAYOUT_RETURN' } as const
  const posted = await postTransfer(tx, { ...terms, ...ends })
  if (!posted.ok) throw new Error('cash-in cannot be overdrawn')
  await markReturned(tx, payoutId, posted.value)
  return ok({ payout, transferId: posted.value })
}
