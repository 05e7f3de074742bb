import type { CurrencyTable } from '@/lib/money/currency'
import { parseAmount } from '@/lib/money/money'
import { typedAmount } from '@/lib/money/typed-amount'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { TopUpProblem } from '@/lib/wallet/top-up-problem'
import { creditWallet } from './credit-wallet'

const MOST_WHOLE_UNITS = 1_000_000n

export interface TopUp {
  readonly userId: string
  readonly currencyCode: string
  readonly amount: string
}

/** Adds play money to a person's wallet: up to a million whole units at a time. Only for development and TEST. */
export async function topUp(
  { userId, currencyCode, amount }: TopUp,
  currencies: CurrencyTable,
): Promise<Result<true, TopUpProblem>> {
  const currency = currencies.get(currencyCode)
  if (!currency) return err('UNKNOWN_CURRENCY')
  const amountMinor = parseAmount(typedAmount(amount), currency)
  if (!amountMinor.ok) return err('INVALID_AMOUNT')
  if (amountMinor.value > MOST_WHOLE_UNITS * 10n ** BigInt(currency.exponent)) return err('LIMIT_EXCEEDED')
  await creditWallet({ userId, mode: 'LIVE', money: { amountMinor: amountMinor.value, currency }, reason: 'TOP_UP' })
  return ok(true)
}
