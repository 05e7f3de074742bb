import { ensureUser } from '@/lib/auth/user-store'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { formatAmount, parseAmount } from '@/lib/money/money'
import { savePartner } from '@/lib/partners/partner-store'
import { creditWallet } from '@/lib/wallet/credit-wallet'

interface Character {
  readonly email: string
  readonly about: string
  readonly balances: Readonly<Record<string, string>>
}

/** The people of the demo. */
export const characters: readonly Character[] = [
  { email: 'ada@example.com', about: 'has plenty', balances: { USD: '1000.00', UGX: '2000000', KWD: '250.000' } },
  { email: 'ben@example.com', about: 'is broke', balances: { USD: '0.50' } },
  { email: 'noor@example.com', about: 'holds dinars only', balances: { KWD: '75.000' } },
]

/** Makes the people, once, and the agreement with the development network's merchant gateway. Safe to run at every start. */
export async function seedDatabase(currencies: CurrencyTable, merchantGatewayOcid: number): Promise<void> {
  await savePartner(merchantGatewayOcid, { gatewayAccount: true })
  for (const { email, balances } of characters) {
    const userId = await ensureUser(email)
    if ((await readWalletBalances(userId, 'LIVE')).length > 0) continue
    for (const [code, amount] of Object.entries(balances)) await credit(userId, code, amount, currencies)
  }
}

async function credit(userId: string, code: string, amount: string, currencies: CurrencyTable): Promise<void> {
  const currency = currencies.get(code)
  if (!currency) return
  const amountMinor = parseAmount(amount, currency)
  if (!amountMinor.ok)
    throw new Error(`the seed has ${amount} ${code}, which is not ${formatAmount(1n, currency.exponent)} precise`)
  await creditWallet({ userId, mode: 'LIVE', money: { amountMinor: amountMinor.value, currency }, reason: 'TOP_UP' })
}
