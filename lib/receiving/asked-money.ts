import type { CurrencyTable } from '@/lib/money/currency'
import { type Money, parseAmount } from '@/lib/money/money'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Partner } from '@/lib/partners/partner-store'

/**
 * The money that a caller asks to move: `CURRENCY_MISMATCH` when we do not hold that currency or have not agreed on it
 * with the caller, `INVALID_REQUEST` when the amount has more digits than it (protocol section 4, Money).
 */
export function readAskedMoney(
  asked: { readonly amount: string; readonly currency: string },
  held: CurrencyTable,
  partner: Partner | null,
): Result<Money, ProtocolError> {
  const agreed = partner?.currencies ?? []
  const usable = [...held.values()].filter(({ code }) => agreed.length === 0 || agreed.includes(code))
  const currency = usable.find(({ code }) => code === asked.currency)
  if (!currency) {
    const details = { currency: asked.currency, currencies: usable.map(({ code }) => code) }
    return err(protocolError('CURRENCY_MISMATCH', { message: 'This currency is not held here', details }))
  }
  const amount = parseAmount(asked.amount, currency)
  if (amount.ok) return ok({ amountMinor: amount.value, currency })
  const message = `must be an amount of ${currency.code}, which has ${currency.exponent} decimal digits`
  return err(requestIssues([{ path: 'amount', message }]))
}
