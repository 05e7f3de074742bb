import { readWalletBalances } from '@/lib/ledger/balance-store'
import type { Money } from '@/lib/money/money'

/** Whether a person has this much to spend, as far as can be seen without a lock. */
export async function canAfford(userId: string, { amountMinor, currency }: Money): Promise<boolean> {
  const balances = await readWalletBalances(userId, 'LIVE')
  return balances.some((wallet) => wallet.currency === currency.code && wallet.availableMinor >= amountMinor)
}
