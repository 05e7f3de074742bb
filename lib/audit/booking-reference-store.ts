import type { Tx } from '@/lib/db/transaction'

/** What an operator books by hand, and the name that it has outside: of a bank transfer, say. */
export interface BookingReference {
  /** What is booked to: the same reference can name another booking elsewhere. */
  readonly subject: string
  readonly reference: string
  readonly bookedBy: string
}

const CLAIM = {
  name: 'booking-reference-claim',
  text: `INSERT INTO booking_references (subject, reference, booked_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1`,
}

const FIND = {
  name: 'booking-reference-find',
  text: 'SELECT booked_by AS "bookedBy", created_at AS "bookedAt" FROM booking_references WHERE subject = $1 AND reference = $2',
}

/** By whom and when something was booked under this name; undefined when nothing was. */
export async function findReference(
  tx: Tx,
  { subject, reference }: Omit<BookingReference, 'bookedBy'>,
): Promise<{ readonly bookedBy: string; readonly bookedAt: Date } | undefined> {
  const [found] = await tx.rows<{ bookedBy: string; bookedAt: Date }>(FIND, [subject, reference])
  return found
}

/** Takes the name in the transaction of the booking itself; false when something was booked under it before. */
export async function claimReference(tx: Tx, { subject, reference, bookedBy }: BookingReference): Promise<boolean> {
  return (await tx.rows(CLAIM, [subject, reference, bookedBy])).length === 1
}
