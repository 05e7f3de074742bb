import { listAccounts } from '@/lib/ledger/balance-store'
import { type Money, maxAmountMinor } from '@/lib/money/money'

export const noRoom = 'A balance would become larger than the database can hold. Use a smaller amount.'

const MOST_ACCOUNTS = 1_000

/**
 * Whether money can enter without a balance outgrowing its column: the person's (someone new has none), and cash-in's.
 * Credits are appended, so the database would see it only when it adds them up, and that is too late.
 */
export async function hasRoomFor({ amountMinor, currency }: Money, userId: string | undefined): Promise<boolean> {
  const wallets = userId === undefined ? [] : await listAccounts({ userId }, MOST_ACCOUNTS)
  const accounts = [...wallets, ...(await listAccounts({ kind: 'CASH_IN' }, MOST_ACCOUNTS))]
  return accounts
    .filter((account) => account.currency === currency.code && account.mode === 'LIVE')
    .every(({ kind, postedMinor }) => (kind === 'CASH_IN' ? -postedMinor : postedMinor) + amountMinor <= maxAmountMinor)
}
