import { readWalletBalances } from '@/lib/ledger/balance-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { knownCurrency } from '@/lib/money/known-currency'
import type { Money } from '@/lib/money/money'

/** A wallet with what can be spent from it. */
export interface WalletMoney {
  readonly walletId: string
  readonly balance: Money
}

/** A person's wallets, each in its own currency's digits. */
export async function walletMoney(userId: string, currencies: CurrencyTable): Promise<WalletMoney[]> {
  const balances = await readWalletBalances(userId, 'LIVE')
  return balances.map(({ accountId, currency, availableMinor }) => ({
    walletId: String(accountId),
    balance: { amountMinor: availableMinor, currency: knownCurrency(currencies, currency) },
  }))
}
