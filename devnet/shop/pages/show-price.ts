import type { Seller } from '@/devnet/shop/catalogue'
import { currencyOf } from '@/devnet/shop/price-basket'
import { formatMoney } from '@/lib/money/format-money'
import { parsePrice } from '@/lib/money/money'

/** A price of the catalogue as people read it. */
export function showPrice(seller: Seller, price: string): string {
  const currency = currencyOf(seller)
  const amount = parsePrice(price, currency)
  return amount.ok ? formatMoney({ amountMinor: amount.value, currency }, 'en') : price
}
