import { readWalletBalances } from '@/lib/ledger/balance-store'
import type { Money } from '@/lib/money/money'

/** What a person would have left in the wallet after this much, as far as can be seen without a lock; below zero, so much is missing. */
export async function moneyLeft(userId: string, { amountMinor, currency }: Money): Promise<bigint> {
  const balances = await readWalletBalances(userId, 'LIVE')
  const wallet = balances.find(({ currency: code }) => code === currency.code)
  return (wallet?.availableMinor ?? 0n) - amountMinor
}
