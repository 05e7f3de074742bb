import type { Party } from '@/devnet/network/party'
import { vendingMachine } from '@/devnet/shop/catalogue'
import { newOrderId } from '@/devnet/shop/make-order'
import { currencyOf } from '@/devnet/shop/price-basket'
import type { Slot } from '@/devnet/vending/slots'
import { formatAmount, itemTotal } from '@/lib/money/money'
import { type Order, parseOrder } from '@/lib/opencharge/order'

// Somebody stands before the machine.
const orderTtlSeconds = 5 * 60

interface Chosen {
  readonly slot: Slot
  readonly quantity: number
}

/** The machine's order for what somebody chose, not yet signed. */
export function makeVendingOrder(party: Party, chosen: readonly Chosen[], nowEpochSeconds: number): Order {
  const currency = currencyOf(vendingMachine)
  const totalMinor = chosen.reduce((sum, { slot, quantity }) => {
    const total = itemTotal(quantity, slot.price, currency)
    return total.ok ? sum + total.value : sum
  }, 0n)
  const order = parseOrder({
    id: newOrderId(vendingMachine),
    ocid: party.ocid,
    amount: formatAmount(totalMinor, currency.exponent),
    currency: currency.code,
    createdAt: nowEpochSeconds,
    expiresAt: nowEpochSeconds + orderTtlSeconds,
    memo: 'Take it out below',
    accepts: party.accepts,
    items: chosen.map(({ slot: { id, name, price }, quantity }) => ({ id, name, price, quantity })),
  })
  if (!order.ok) throw new Error('the machine makes no good order')
  return order.value
}
