import type { MerchantCard } from '@/lib/checkout/checkout-view'
import type { Inventory } from '@/lib/scanning/inventory'

/** A merchant's inventory as its page shows it. */
export interface InventoryView {
  readonly merchant: MerchantCard
  readonly inventory: Inventory
  /** What stands in the quantity fields at first, by the item's id. */
  readonly quantities: ReadonlyMap<string, string>
  /** Goes along with the form, so that the prices are those that were seen. */
  readonly seen: string
}
