import type { HouseBook } from '@/devnet/house/house-book'

/** What the payment gateway has laid in at the settlement provider, as decimal strings by currency. */
export const openingReserves = {
  USD: '50000.00',
  UGX: '100000000',
  KWD: '10000.000',
  EUR: '50000.00',
  JPY: '5000000',
} as const satisfies Readonly<Record<string, string>>

/** Books the opening amounts, once. */
export function openReserves(book: HouseBook, ocid: number, amounts: Readonly<Record<string, string>>): void {
  for (const [currency, amount] of Object.entries(amounts)) {
    const isOpen = book.reserves.balanceMinor(ocid, currency) !== undefined
    if (!isOpen) book.record({ type: 'opened', ocid, currency, amount })
  }
}
