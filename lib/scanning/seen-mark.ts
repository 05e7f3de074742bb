import { formMark } from '@/lib/auth/form-mark'
import type { Inventory } from './inventory'

/**
 * Stands for what a person saw of a list: whether the names and prices are still those. It goes with the form in place of
 * the list itself, which would be too long for one; how much is left may change meanwhile.
 */
export function seenMark({ currency, items }: Inventory): string {
  const seen = items.map(({ id, name, price, description }) => [id, name, price, description])
  return formMark('inventory', currency.code, seen)
}
