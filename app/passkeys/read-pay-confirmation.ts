import type { PayConfirmation } from '@/components/checkout/confirm-to-pay'
import { confirmationMinutes, findConfirmation } from '@/lib/auth/confirmation-store'
import type { SignedInSession } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import type { Money } from '@/lib/money/money'
import { passkeyProblems } from '@/lib/passkeys/passkey-problem'
import { askToConfirm, passkeyConfirm } from './actions'

interface ShownPayment {
  /** As it is given to requireConfirmation when paying. */
  readonly subject: string
  readonly total: Money
  /** The page that shows the payment, and what its address says went wrong (`passkey`). */
  readonly page: string
  readonly problem: unknown
}

/** The step that stands before a payment in this browser; null when the person wants none. */
export async function readPayConfirmation(
  user: SignedInSession,
  { subject, total, page, problem }: ShownPayment,
): Promise<PayConfirmation | null> {
  const { amountMinor, currency } = total
  const asked = { payerId: user.id, browserSessionId: user.sessionId, subject, amountMinor, currency: currency.code }
  const { askedAboveMinor, confirmedAt } = await findConfirmation(asked)
  if (askedAboveMinor === null) return null
  return {
    question: { kind: 'get', ask: askToConfirm.bind(null, subject, String(amountMinor), currency.code) },
    action: passkeyConfirm.bind(null, page),
    askedAbove: { amountMinor: askedAboveMinor, currency },
    confirmedUntilEpochSeconds: confirmedAt && Math.floor(confirmedAt.getTime() / 1000) + confirmationMinutes * 60,
    problem: passkeyProblems.find((code) => code === problem) ?? null,
    settingsHref: publicPath('/wallet/security'),
    operatorContact: env().GATEWAY_CONTACT ?? null,
  }
}
