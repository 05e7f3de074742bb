import type { ReactNode } from 'react'
import { DifferencesPage } from '@/components/scan/differences-page'
import { InventoryPage } from '@/components/scan/inventory-page'
import type { InventoryView } from '@/components/scan/inventory-view'
import { NoInventoryPage } from '@/components/scan/no-inventory-page'
import { ScanPage } from '@/components/scan/scan-page'
import type { MerchantCard } from '@/lib/checkout/checkout-view'
import type { Inventory, InventoryItem } from '@/lib/scanning/inventory'
import { coffeeShop, eur, hostileShop, kwd, money } from './sample-checkouts'

const nowhere = '/dev/gallery'

const item = (id: string, name: string, priceMinor: bigint, more: Partial<InventoryItem> = {}): InventoryItem => {
  const price = String(priceMinor)
  return { id, name, description: null, price, priceMinor, stock: null, least: 1, most: 10_000, ...more }
}

const machine: Inventory = {
  currency: eur,
  items: [
    item('a', 'Sparkling water, 330 ml', 180n, { description: 'Cold, in a glass bottle.', stock: 48, most: 6 }),
    item('b', 'Travel stamps', 110n, { stock: 12, least: 2, most: 10 }),
    item('c', 'Umbrella', 1400n, { stock: 0, most: 0 }),
    item('d', 'Leaflet', 0n),
  ],
}

const hostile: Inventory = {
  currency: kwd,
  items: [
    item('x', `<img src=x> \u202Eeerf\u202C ${'W'.repeat(200)}`, 999_999_999_999_999n, {
      description: 'ش'.repeat(400),
    }),
    item('y', 'زعفران', 1250n, { stock: 2, most: 2 }),
  ],
}

const view = (inventory: Inventory, merchant: MerchantCard = coffeeShop, quantities = {}): InventoryView => ({
  merchant,
  inventory,
  quantities: new Map(Object.entries(quantities)),
  seen: '{}',
})

/** The pages of scanning in every state, by name. */
export const scanSpecimens: Record<string, () => ReactNode> = {
  scan: () => <ScanPage action={nowhere} problem={null} backHref={nowhere} />,
  'scan-problem': () => <ScanPage action={nowhere} problem="OTHER_ADDRESS" backHref={nowhere} />,
  inventory: () => (
    <InventoryPage
      view={view(machine, coffeeShop, { a: '2', b: '4' })}
      action={nowhere}
      problem={null}
      backHref={nowhere}
    />
  ),
  'inventory-problem': () => (
    <InventoryPage
      view={view(machine, coffeeShop, { b: '1' })}
      action={nowhere}
      problem="QUANTITY"
      backHref={nowhere}
    />
  ),
  'inventory-hostile': () => (
    <InventoryPage view={view(hostile, hostileShop)} action={nowhere} problem="MERCHANT_REFUSED" backHref={nowhere} />
  ),
  'inventory-empty': () => (
    <InventoryPage view={view({ currency: eur, items: [] })} action={nowhere} problem={null} backHref={nowhere} />
  ),
  'inventory-none': () => <NoInventoryPage problem="INVENTORY_TOO_LARGE" scanHref={nowhere} />,
  differences: () => (
    <DifferencesPage
      merchantName={coffeeShop.name}
      payHref={nowhere}
      leaveHref={nowhere}
      differences={[
        { kind: 'price', name: 'Sparkling water, 330 ml', chosen: money(180n, eur), signed: money(250n, eur) },
        { kind: 'quantity', name: 'Travel stamps', chosen: '4', signed: '6' },
        { kind: 'missing', name: 'Leaflet', chosen: '1' },
        { kind: 'added', name: `A fee <b>of ours</b> ${'W'.repeat(90)}`, signed: '1' },
        { kind: 'name', chosen: 'Umbrella', signed: 'Umbrella, used' },
        { kind: 'total', chosen: money(800n, eur), signed: money(1360n, eur) },
      ]}
    />
  ),
}
