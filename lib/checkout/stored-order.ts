import type { Order } from '@/lib/opencharge/order'
import { parseOrder } from '@/lib/opencharge/order'

/** An order as it is kept in the database, read back. It was checked before it was stored; anything else is a bug. */
export function storedOrder(text: string): Order {
  const order = parseOrder(JSON.parse(text))
  if (!order.ok) throw new Error('a stored order cannot be read')
  return order.value
}
