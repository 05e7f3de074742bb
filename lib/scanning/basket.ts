import type { Currency, CurrencyTable } from '@/lib/money/currency'
import { maxAmountMinor } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type Inventory, type InventoryItem, parseInventory } from './inventory'

/** Why a choice is no basket; `lib/i18n` has a sentence for each. */
export const basketProblems = ['EMPTY', 'QUANTITY', 'TOO_MUCH', 'OUTDATED'] as const
export type BasketProblem = (typeof basketProblems)[number]

export interface ChosenItem {
  readonly id: string
  readonly name: string
  readonly priceMinor: bigint
  readonly quantity: number
}

/** What a person chose, at the prices that stood beside it. */
export interface Basket {
  readonly currency: Currency
  readonly items: readonly ChosenItem[]
  readonly totalMinor: bigint
}

/** What a person saw, as text that goes with the form: prices are compared with what was seen, not with what is said later. */
export function writeSeen({ currency, items }: Inventory): string {
  const seen = items.map(({ id, name, price, least, most }) => ({ id, name, price, min: least, stock: most }))
  return JSON.stringify({ currency: currency.code, items: seen })
}

export function readSeen(text: string, currencies: CurrencyTable): Result<Inventory, BasketProblem> {
  try {
    const seen = parseInventory(JSON.parse(text), currencies)
    return seen.ok ? seen : err('OUTDATED')
  } catch {
    return err('OUTDATED')
  }
}

/** `quantityOf` gives what stands in an item's field; an empty one is none of it. */
export function fillBasket(
  { currency, items }: Inventory,
  quantityOf: (item: InventoryItem, index: number) => string,
): Result<Basket, BasketProblem> {
  const chosen: ChosenItem[] = []
  for (const [index, item] of items.entries()) {
    const quantity = readQuantity(quantityOf(item, index), item)
    if (quantity === undefined) return err('QUANTITY')
    if (quantity > 0) chosen.push({ id: item.id, name: item.name, priceMinor: item.priceMinor, quantity })
  }
  if (chosen.length === 0) return err('EMPTY')
  const totalMinor = chosen.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * BigInt(quantity), 0n)
  if (totalMinor === 0n) return err('EMPTY')
  return totalMinor > maxAmountMinor ? err('TOO_MUCH') : ok({ currency, items: chosen, totalMinor })
}

function readQuantity(text: string, { least, most }: InventoryItem): number | undefined {
  const typed = text.trim()
  if (!/^[0-9]{0,6}$/.test(typed)) return undefined
  const quantity = Number(typed)
  return quantity === 0 || (quantity >= least && quantity <= most) ? quantity : undefined
}
