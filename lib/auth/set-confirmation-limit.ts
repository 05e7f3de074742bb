import { violatedConstraint } from '@/lib/db/sql-error'
import { inTransaction } from '@/lib/db/transaction'
import type { CurrencyTable } from '@/lib/money/currency'
import { parsePrice } from '@/lib/money/money'
import { typedAmount } from '@/lib/money/typed-amount'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type ConfirmationLimit, lockLimits, saveLimit } from './confirmation-limit-store'
import type { SignedInSession } from './current-user'
import type { TellOwner } from './security-change'
import type { StandingError } from './security-standing'
import { readStanding } from './security-standing-store'

export type SetLimitError = 'INVALID_AMOUNT' | 'UNKNOWN_CURRENCY' | 'NO_PASSKEY' | StandingError

/** Sets the amount above which a payment asks for the passkey. Zero asks always; a higher amount than before needs a passkey. */
export async function setConfirmationLimit(
  user: SignedInSession,
  { currencyCode, amount }: { readonly currencyCode: string; readonly amount: string },
  currencies: CurrencyTable,
  tell: TellOwner,
): Promise<Result<true, SetLimitError>> {
  const currency = currencies.get(currencyCode)
  if (!currency) return err('UNKNOWN_CURRENCY')
  const amountMinor = parsePrice(typedAmount(amount), currency)
  if (!amountMinor.ok) return err('INVALID_AMOUNT')
  try {
    return await keep(user, { currency: currency.code, amountMinor: amountMinor.value }, tell)
  } catch (cause) {
    if (violatedConstraint(cause) === 'confirmation_limit_has_passkey') return err('NO_PASSKEY')
    throw cause
  }
}

async function keep(
  user: SignedInSession,
  wanted: ConfirmationLimit,
  tell: TellOwner,
): Promise<Result<true, SetLimitError>> {
  return inTransaction(async (tx) => {
    const before = (await lockLimits(tx, user.id)).find(({ currency }) => currency === wanted.currency)
    const isRaised = before !== undefined && wanted.amountMinor > before.amountMinor
    if (isRaised && !(await readStanding(user, tx)).isProvenByPasskey) return err('PASSKEY_NEEDED')
    await saveLimit(tx, user.id, wanted)
    if (isRaised) await tell(tx, 'LIMIT_RAISED')
    return ok(true)
  })
}
