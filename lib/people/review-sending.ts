import { findPerson, type KnownNames } from '@/lib/auth/user-store'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import type { Money } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { PayeeName } from './payee-name'
import type { Sending } from './sending'

/**
 * Refuses at once what the sender knows anyway: the own names, and more than the own wallet has. Gives what would be left in
 * it. Whether there is such a recipient is not looked up before money moves.
 */
export async function reviewSending(
  senderId: string,
  { payee, money: { amountMinor, currency } }: Sending,
): Promise<Result<Money, 'SENT_TO_SELF' | 'INSUFFICIENT_FUNDS'>> {
  const [sender, balances] = await Promise.all([findPerson(senderId), readWalletBalances(senderId, 'LIVE')])
  if (sender && isNamed(sender, payee)) return err('SENT_TO_SELF')
  const wallet = balances.find(({ currency: code }) => code === currency.code)
  if (!wallet || wallet.availableMinor < amountMinor) return err('INSUFFICIENT_FUNDS')
  return ok({ amountMinor: wallet.availableMinor - amountMinor, currency })
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
