import type { Money } from '@/lib/money/money'
import { parseAmount, parsePrice } from '@/lib/money/money'
import type { Order, OrderItem } from '@/lib/opencharge/order'
import type { Basket, ChosenItem } from './basket'

/** One thing in which a merchant's signed order is not what the person chose. `chosen` and `signed` are what each side says. */
export type BasketDifference =
  | { readonly kind: 'missing'; readonly name: string; readonly chosen: string }
  | { readonly kind: 'added'; readonly name: string; readonly signed: string }
  | { readonly kind: 'quantity'; readonly name: string; readonly chosen: string; readonly signed: string }
  | { readonly kind: 'name'; readonly chosen: string; readonly signed: string }
  | { readonly kind: 'price'; readonly name: string; readonly chosen: Money; readonly signed: Money }
  | { readonly kind: 'total'; readonly chosen: Money; readonly signed: Money }
  | { readonly kind: 'currency'; readonly chosen: string; readonly signed: string }

/** Every difference between a basket and the order that came back for it, the total last. The order's amounts were checked. */
export function compareBasket(basket: Basket, order: Order): readonly BasketDifference[] {
  if (order.currency !== basket.currency.code)
    return [{ kind: 'currency', chosen: basket.currency.code, signed: order.currency }]
  const unmatched = [...(order.items ?? [])]
  const items = basket.items.flatMap((chosen) => compareItem(basket, chosen, takeItem(unmatched, chosen.id)))
  const added = unmatched.map(({ name, quantity }) => ({ kind: 'added', name, signed: String(quantity) }) as const)
  return [...items, ...added, ...compareTotal(basket, order)]
}

function takeItem(items: OrderItem[], id: string): OrderItem | undefined {
  const index = items.findIndex((item) => item.id === id)
  return index < 0 ? undefined : items.splice(index, 1)[0]
}

function compareItem({ currency }: Basket, chosen: ChosenItem, signed: OrderItem | undefined): BasketDifference[] {
  const { name, quantity } = chosen
  if (!signed) return [{ kind: 'missing', name, chosen: String(quantity) }]
  const found: BasketDifference[] = []
  if (signed.name !== name) found.push({ kind: 'name', chosen: name, signed: signed.name })
  if (signed.quantity !== quantity)
    found.push({ kind: 'quantity', name, chosen: String(quantity), signed: String(signed.quantity) })
  const price = parsePrice(signed.price, currency)
  if (price.ok && price.value !== chosen.priceMinor) {
    const money = (amountMinor: bigint): Money => ({ amountMinor, currency })
    found.push({ kind: 'price', name, chosen: money(chosen.priceMinor), signed: money(price.value) })
  }
  return found
}

function compareTotal({ currency, totalMinor }: Basket, order: Order): BasketDifference[] {
  const amount = parseAmount(order.amount, currency)
  if (!amount.ok || amount.value === totalMinor) return []
  return [
    {
      kind: 'total',
      chosen: { amountMinor: totalMinor, currency },
      signed: { amountMinor: amount.value, currency },
    },
  ]
}
