import { inTransaction } from '@/lib/db/transaction'
import { endDuePayments, openDuePayments } from './payment-store'

const MOST_AT_ONCE = 500

/** Ends every checkout whose time is over and for which no money is held. Gives how many it ended. */
export async function expireCheckouts(): Promise<number> {
  let total = 0
  for (;;) {
    const ended = await inTransaction(async (tx) => {
      // The lifecycle knows no way from CREATED to EXPIRED: a page that nobody opened passes through PENDING.
      await openDuePayments(tx, MOST_AT_ONCE)
      return endDuePayments(tx, MOST_AT_ONCE)
    })
    total += ended
    if (ended < MOST_AT_ONCE) return total
  }
}
