import { findPerson, type KnownNames } from '@/lib/auth/user-store'
import type { Money } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { moneyLeft } from './money-left'
import type { PayeeName } from './payee-name'
import type { Sending } from './sending'

/**
 * Refuses at once what the sender knows anyway: the own names, and more than the own wallet has. Gives what would be left in
 * it. Whether there is such a recipient is not looked up before money moves.
 */
export async function reviewSending(
  senderId: string,
  { payee, money }: Sending,
): Promise<Result<Money, 'SENT_TO_SELF' | 'INSUFFICIENT_FUNDS'>> {
  const [sender, left] = await Promise.all([findPerson(senderId), moneyLeft(senderId, money)])
  if (sender && isNamed(sender, payee)) return err('SENT_TO_SELF')
  return left < 0n ? err('INSUFFICIENT_FUNDS') : ok({ amountMinor: left, currency: money.currency })
}

function isNamed({ email, ocid, reference }: KnownNames, payee: PayeeName): boolean {
  switch (payee.kind) {
    case 'email':
      return payee.email === email
    case 'ocid':
      return ocid !== null && payee.ocid === Number(ocid)
    case 'reference':
      return payee.reference === reference
  }
}
