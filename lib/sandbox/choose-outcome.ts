import { isPayable, lockCheckout } from '@/lib/checkout/payment-store'
import { inTransaction } from '@/lib/db/transaction'
import { type SandboxOutcome, sandboxOutcomes } from '@/lib/merchant-api/payment-request'
import { fillRedirectUrl } from '@/lib/opencharge/redirect-url'
import { ok, type Result } from '@/lib/opencharge/result'
import { applyOutcome } from './sandbox-outcome'

/** An outcome as it came from a form; undefined when it is none. */
export const readOutcome = (value: unknown): SandboxOutcome | undefined =>
  sandboxOutcomes.find((known) => known === value)

/**
 * What somebody who tests a checkout chose on its page. Only a payment of the sandbox that is open takes one; gives where the
 * merchant wants the payer, when it succeeded. ALREADY_PAID: its invoice is, and nothing has changed.
 */
export async function chooseOutcome(
  sessionId: string,
  outcome: SandboxOutcome,
): Promise<Result<{ readonly successUrl: string | null }, 'ALREADY_PAID'>> {
  return inTransaction(async (tx) => {
    const checkout = await lockCheckout(tx, sessionId)
    if (checkout?.mode !== 'TEST' || checkout.applicationId === null) return ok({ successUrl: null })
    if (!isPayable(checkout)) return ok({ successUrl: null })
    const applied = await applyOutcome(tx, checkout, outcome)
    if (!applied.ok) return applied
    const { successUrl, paymentId } = checkout
    const goesBack = outcome === 'succeed' && successUrl !== null
    return ok({ successUrl: goesBack ? fillRedirectUrl(successUrl, paymentId) : null })
  })
}
