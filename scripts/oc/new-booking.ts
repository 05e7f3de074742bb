import { claimReference } from '@/lib/audit/booking-reference-store'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { actor } from './actor'

class BookedBefore extends Error {}

/** Something that is booked by hand. */
export interface Booking {
  /** To what it is booked, in words. */
  readonly subject: string
  /** What it is called outside; without a reference it can be booked any number of times. */
  readonly reference: string | undefined
}

/** Books under a reference, in the transaction of `bookingOnce`, which undoes everything when that was done before. */
export async function claimBooking(tx: Tx, { subject, reference }: Booking): Promise<void> {
  if (reference === undefined || (await claimReference(tx, { subject, reference, bookedBy: actor() }))) return
  throw new BookedBefore(`"${reference}" is booked already, as ${subject}. Nothing was booked or changed now.`)
}

/** Runs a booking as one transaction. The error is a sentence: it is booked already. */
export async function bookingOnce<T>(work: (tx: Tx) => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await inTransaction(work))
  } catch (cause) {
    if (cause instanceof BookedBefore) return err(cause.message)
    throw cause
  }
}
