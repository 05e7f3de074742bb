import * as z from 'zod'
import type { CurrencyTable } from '@/lib/money/currency'
import { knownCurrency } from '@/lib/money/known-currency'
import type { Basket } from './basket'

const shape = z.object({
  currency: z.string(),
  items: z.array(z.object({ id: z.string(), name: z.string(), priceMinor: z.string(), quantity: z.number() })),
  totalMinor: z.string(),
})

/** A basket as text for the database. */
export function writeBasket({ currency, items, totalMinor }: Basket): string {
  const texts = items.map((item) => ({ ...item, priceMinor: String(item.priceMinor) }))
  return JSON.stringify({ currency: currency.code, items: texts, totalMinor: String(totalMinor) })
}

/** The same read back; it was written by us, so that anything else is a bug. */
export function storedBasket(text: string, currencies: CurrencyTable): Basket {
  const { currency, items, totalMinor } = shape.parse(JSON.parse(text))
  return {
    currency: knownCurrency(currencies, currency),
    items: items.map((item) => ({ ...item, priceMinor: BigInt(item.priceMinor) })),
    totalMinor: BigInt(totalMinor),
  }
}
