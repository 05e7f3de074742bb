import type { Currency } from '@/lib/money/currency'
import { maxAmountMinor } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Inventory, InventoryItem } from './inventory'

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

/** Whether so many, as typed, can be had of an item; none always can. */
export const canBeHad = (text: string, item: InventoryItem): boolean => readQuantity(text, item) !== undefined

function readQuantity(text: string, { least, most }: InventoryItem): number | undefined {
  const typed = text.trim()
  if (!/^[0-9]{0,6}$/.test(typed)) return undefined
  const quantity = Number(typed)
  return quantity === 0 || (quantity >= least && quantity <= most) ? quantity : undefined
}
