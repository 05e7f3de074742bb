import { devnetCurrencies } from '@/devnet/network/currencies'
import type { Product, Seller } from '@/devnet/shop/catalogue'
import type { Currency } from '@/lib/money/currency'
import { itemTotal, type Money, parsePrice } from '@/lib/money/money'

/** What a quantity of a product costs, shipping included. */
export function priceBasket(seller: Seller, product: Product, quantity: number): Money {
  const currency = currencyOf(seller)
  const goods = itemTotal(quantity, product.price, currency)
  const shipping = parsePrice(seller.shipping ?? '0', currency)
  if (!goods.ok || !shipping.ok) throw new Error(`the catalogue has no good price for ${product.id}`)
  return { amountMinor: goods.value + shipping.value, currency }
}

export function currencyOf(seller: Seller): Currency {
  const currency = devnetCurrencies.get(seller.currency)
  if (currency === undefined) throw new Error(`the catalogue has an unknown currency: ${seller.currency}`)
  return currency
}
