import { claimReference, findReference } from '@/lib/audit/booking-reference-store'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { actor } from './actor'
import { momentText } from './text-table'

class BookedBefore extends Error {}

/** Something that is booked by hand. */
export interface Booking {
  /** To what it is booked, in words. */
  readonly subject: string
  /** What it is called outside; without a reference it can be booked any number of times. */
  readonly reference: string | undefined
}

/** Refuses what was booked under its reference before: throws what `bookingOnce` turns into a sentence. */
export async function refuseBooked(tx: Tx, { subject, reference }: Booking): Promise<void> {
  if (reference === undefined) return
  const booked = await findReference(tx, { subject, reference })
  if (!booked) return
  const { bookedBy, bookedAt } = booked
  const when = `${momentText(bookedAt)} by ${bookedBy}`
  throw new BookedBefore(`"${reference}" is booked already, as ${subject}: ${when}. Nothing was booked or changed now.`)
}

/** Books under a reference, in the transaction of `bookingOnce`, which undoes everything when that was done before. */
export async function claimBooking(tx: Tx, booking: Booking): Promise<void> {
  const { subject, reference } = booking
  if (reference === undefined || (await claimReference(tx, { subject, reference, bookedBy: actor() }))) return
  await refuseBooked(tx, booking)
  throw new Error('a reference that is taken was not found')
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
