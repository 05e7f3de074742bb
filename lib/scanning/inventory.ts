import * as z from 'zod'
import type { Currency, CurrencyTable } from '@/lib/money/currency'
import { parsePrice } from '@/lib/money/money'
import { currencyField, idField, limits, priceField } from '@/lib/opencharge/fields'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { ScanProblem } from './scan-problem'

const mostOfOneItem = 10_000
const count = z.int().min(0).max(limits.quantity)

const itemShape = z.object({
  id: idField,
  name: z.string().min(1).max(limits.name),
  price: priceField,
  description: z.string().max(limits.memo).nullish(),
  stock: count.nullish(),
  min: count.nullish(),
  max: count.nullish(),
})

const inventoryShape = z.object({ currency: currencyField, items: z.array(z.unknown()).max(limits.items) })

/** One thing that a merchant has for sale. */
export interface InventoryItem {
  readonly id: string
  readonly name: string
  readonly description: string | null
  /** Decimal string on the wire, and what it is in minor units. */
  readonly price: string
  readonly priceMinor: bigint
  /** Null when the merchant does not say. */
  readonly stock: number | null
  /** The fewest and the most that can be had of it at once; `most` is 0 when it is sold out. */
  readonly least: number
  readonly most: number
}

export interface Inventory {
  readonly currency: Currency
  readonly items: readonly InventoryItem[]
}

/** Reads what a merchant's `/inventory` answered: at most 200 items, each id once, no price below zero. */
export function parseInventory(value: unknown, currencies: CurrencyTable): Result<Inventory, ScanProblem> {
  const parsed = inventoryShape.safeParse(value)
  if (!parsed.success) return err(isTooLong(value) ? 'INVENTORY_TOO_LARGE' : 'UNREADABLE_INVENTORY')
  const currency = currencies.get(parsed.data.currency)
  if (!currency) return err('OTHER_CURRENCY')
  const items = parsed.data.items.map((item) => readItem(item, currency))
  if (!items.every((item) => item !== undefined)) return err('UNREADABLE_INVENTORY')
  const isEachOnce = new Set(items.map(({ id }) => id)).size === items.length
  return isEachOnce ? ok({ currency, items }) : err('UNREADABLE_INVENTORY')
}

function isTooLong(value: unknown): boolean {
  const items: unknown = typeof value === 'object' && value !== null && 'items' in value ? value.items : null
  return Array.isArray(items) && items.length > limits.items
}

function readItem(value: unknown, currency: Currency): InventoryItem | undefined {
  const parsed = itemShape.safeParse(value)
  if (!parsed.success) return undefined
  const { id, name, price, description = null, stock = null, min, max } = parsed.data
  const priceMinor = parsePrice(price, currency)
  if (!priceMinor.ok) return undefined
  const least = Math.max(1, min ?? 1)
  const wanted = Math.min(max ?? mostOfOneItem, stock ?? mostOfOneItem, mostOfOneItem)
  const most = wanted < least ? 0 : wanted
  return { id, name, description, price, priceMinor: priceMinor.value, stock, least, most }
}
