import type { Currency } from '@/lib/money/currency'
import type { Money } from '@/lib/money/money'
import { displayText } from '@/lib/opencharge/display-text'
import { type Order, orderDifference, priceItems } from '@/lib/opencharge/order'
import type { OrderSummary } from './checkout-view'

const MOST_NAME_CHARACTERS = 200

/** An order that was checked, as it is shown. */
export function summariseOrder(order: Order, currency: Currency, amountMinor: bigint): OrderSummary {
  const money = (minor: bigint): Money => ({ amountMinor: minor, currency })
  const difference = orderDifference(order, currency)
  const lines = priceItems(order, currency).map(({ item, unitPriceMinor, totalMinor }) => ({
    name: displayText(item.name, MOST_NAME_CHARACTERS),
    quantity: String(item.quantity),
    unitPrice: money(unitPriceMinor),
    total: money(totalMinor),
  }))
  return {
    orderId: displayText(order.id, MOST_NAME_CHARACTERS),
    reference: order.reference === undefined ? null : displayText(order.reference, MOST_NAME_CHARACTERS) || null,
    memo: order.memo === undefined ? null : displayText(order.memo, 1000) || null,
    lines,
    difference: difference === 0n ? null : money(difference),
    total: money(amountMinor),
  }
}
