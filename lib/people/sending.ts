import type { CurrencyTable } from '@/lib/money/currency'
import { formatAmount, type Money, parseAmount } from '@/lib/money/money'
import { typedAmount } from '@/lib/money/typed-amount'
import { displayText } from '@/lib/opencharge/display-text'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type PayeeName, parsePayeeName, payeeText } from './payee-name'
import type { SendProblem } from './people-problem'

export const longestMemo = 140

/** What a form says, as it was typed. */
export interface TypedMoney {
  readonly currency: string
  readonly amount: string
  readonly memo: string
}

export interface TypedSending extends TypedMoney {
  readonly to: string
}

/** What somebody wants to send to whom. */
export interface Sending {
  readonly payee: PayeeName
  readonly money: Money
  readonly memo: string | null
}

export function readSending(typed: TypedSending, currencies: CurrencyTable): Result<Sending, SendProblem> {
  const payee = parsePayeeName(typed.to)
  if (!payee) return err('INVALID_RECIPIENT')
  const money = readMoney(typed, currencies)
  return money.ok ? ok({ payee, money: money.value, memo: readMemo(typed.memo) }) : money
}

/** The same as somebody would type it who makes no detours. */
export function typedAs({ payee, money: { amountMinor, currency }, memo }: Sending): TypedSending {
  const amount = formatAmount(amountMinor, currency.exponent)
  return { to: payeeText(payee), currency: currency.code, amount, memo: memo ?? '' }
}

export function readMoney(
  { currency: code, amount }: TypedMoney,
  currencies: CurrencyTable,
): Result<Money, 'INVALID_AMOUNT' | 'UNKNOWN_CURRENCY'> {
  const currency = currencies.get(code)
  if (!currency) return err('UNKNOWN_CURRENCY')
  const amountMinor = parseAmount(typedAmount(amount), currency)
  return amountMinor.ok ? ok({ amountMinor: amountMinor.value, currency }) : err('INVALID_AMOUNT')
}

/** A memo as one clean line; null when there is nothing to read in it. */
export function readMemo(typed: string): string | null {
  return displayText(typed, longestMemo) || null
}
