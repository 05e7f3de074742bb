import { newLinkToken } from '@/lib/links/link-token'
import type { CurrencyTable } from '@/lib/money/currency'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { insertRequest } from './money-request-store'
import type { AskProblem } from './people-problem'
import { readMemo, readMoney, type TypedMoney } from './sending'

export const requestDays = 7
const MOST_OPEN = 100

/** Makes a link by which a person asks for an amount. Gives its token. */
export async function askForMoney(
  askerId: string,
  typed: TypedMoney,
  currencies: CurrencyTable,
): Promise<Result<string, AskProblem>> {
  const money = readMoney(typed, currencies)
  if (!money.ok) return money
  const { amountMinor, currency } = money.value
  const token = newLinkToken()
  const request = { token, askerId, amountMinor, currency: currency.code, memo: readMemo(typed.memo) }
  return (await insertRequest(request, requestDays, MOST_OPEN)) ? ok(token) : err('TOO_MANY_REQUESTS')
}
