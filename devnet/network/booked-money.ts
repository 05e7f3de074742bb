import { devnetCurrencies } from '@/devnet/network/currencies'
import { type Money, parseAmount } from '@/lib/money/money'

/** Money that was checked before it came into a party's books; what is none is a bug. */
export function bookedMoney({ amount, currency }: { readonly amount: string; readonly currency: string }): Money {
  const known = devnetCurrencies.get(currency)
  const amountMinor = known && parseAmount(amount, known)
  if (!known || !amountMinor?.ok) throw new Error(`${amount} ${currency} is in the books and is no money`)
  return { amountMinor: amountMinor.value, currency: known }
}
