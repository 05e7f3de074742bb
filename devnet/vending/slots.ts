import { vendingMachine } from '@/devnet/shop/catalogue'
import { itemName } from '@/devnet/shop/make-order'
import type { OrderBook } from '@/devnet/shop/order-book'
import { orderState } from '@/devnet/shop/order-state'

/** What one slot of the machine holds, and how many can be had of it at once. */
interface SlotPlan {
  readonly opening: number
  readonly min: number
  readonly max: number
}

const plans: Readonly<Record<string, SlotPlan>> = {
  'slot-1': { opening: 48, min: 1, max: 6 },
  'slot-2': { opening: 30, min: 1, max: 6 },
  'slot-3': { opening: 60, min: 2, max: 10 },
  'slot-4': { opening: 8, min: 1, max: 2 },
  'slot-5': { opening: 0, min: 1, max: 1 },
}

export interface Slot extends SlotPlan {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly price: string
  /** Not yet paid for by anybody. */
  readonly stock: number
  /** The same without what is in orders that can still be paid. */
  readonly free: number
}

/** The slots with what is left in them: the book of orders is the machine's only memory. */
export function readSlots(book: OrderBook, nowEpochSeconds: number): readonly Slot[] {
  const orders = book.orders().filter(({ order }) => order.ocid === vendingMachine.ocid)
  const taken = (productId: string, states: readonly string[]) =>
    orders
      .filter((order) => states.includes(orderState(order, nowEpochSeconds)))
      .flatMap(({ order }) => order.items ?? [])
      .reduce((sum, { id, quantity }) => (id === productId ? sum + quantity : sum), 0)
  return vendingMachine.products.map((product) => {
    const { id, description, price } = product
    const plan = plans[id] ?? { opening: 0, min: 1, max: 1 }
    const stock = Math.max(0, plan.opening - taken(id, ['paid']))
    const free = Math.max(0, plan.opening - taken(id, ['paid', 'pending']))
    return { ...plan, id, name: itemName(product), description, price, stock, free }
  })
}
