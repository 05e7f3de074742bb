import { inTransaction } from '@/lib/db/transaction'
import { fillRedirectUrl } from '@/lib/opencharge/redirect-url'
import { isFor } from './bound-checkout'
import { cancelPayment, isUnpaid, lockCheckout, merchantReference, openPaymentsIn } from './payment-store'

/**
 * The payer gives up. Ends the checkout unless it is over already, money is held for it, or it came to somebody else; gives
 * where the merchant wants the payer.
 */
export async function cancelCheckout(
  sessionId: string,
  userId: string | null,
): Promise<{ readonly cancelUrl: string | null; readonly isCancelled: boolean }> {
  return inTransaction(async (tx) => {
    const checkout = await lockCheckout(tx, sessionId)
    if (!checkout || !isFor(checkout, userId)) return { cancelUrl: null, isCancelled: false }
    const { paymentId, status } = checkout
    const cancelUrl = checkout.cancelUrl && fillRedirectUrl(checkout.cancelUrl, merchantReference(checkout))
    if (!isUnpaid(checkout)) return { cancelUrl, isCancelled: status === 'CANCELLED' }
    openPaymentsIn(tx, [checkout])
    await cancelPayment(tx, paymentId)
    return { cancelUrl, isCancelled: true }
  })
}
