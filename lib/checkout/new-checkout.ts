import { createHash, randomBytes } from 'node:crypto'
import type { Money } from '@/lib/money/money'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { OfferedOrder } from './check-order'
import type { RedirectUrls } from './check-redirect-urls'
import type { NewCheckout } from './checkout-session-store'

interface PageTerms extends RedirectUrls {
  readonly amount: Money
  /** The one person whom the order came to; null: whoever has the link. */
  readonly boundUserId: string | null
  /** How long it can be paid, unless the order itself ends earlier. */
  readonly openSeconds: number
}

/** The page and the payment for an order that passed `checkOrder`. */
export function newCheckout(offer: OfferedOrder, terms: PageTerms): NewCheckout {
  const { order, signature, caller, nowEpochSeconds } = offer
  const { amount, boundUserId, openSeconds, successUrl, cancelUrl } = terms
  const orderText = canonicalJson(order)
  const until = nowEpochSeconds + openSeconds
  return {
    successUrl,
    cancelUrl,
    boundUserId,
    sessionId: `sess_${randomBytes(18).toString('base64url')}`,
    paymentId: `pay_${randomBytes(15).toString('base64url')}`,
    callerOcid: caller.ocid,
    merchantOcid: order.ocid,
    orderId: order.id,
    orderText,
    orderSignature: signature,
    contentHash: createHash('sha256')
      .update(JSON.stringify([orderText, successUrl, cancelUrl]))
      .digest('hex'),
    amountMinor: amount.amountMinor,
    currency: amount.currency.code,
    expiresAtEpochSeconds: Math.min(until, order.expiresAt ?? until),
  }
}
