import { knownCurrency } from '@/lib/money/known-currency'
import { formatAmount } from '@/lib/money/money'
import { err, ok } from '@/lib/opencharge/result'
import { checkoutUrlOf, gatewayOf } from './app-payment'
import { found, merchantError } from './envelope'
import type { Outcome, PublicCall } from './merchant-route'
import { findPublicCheckout } from './public-checkout-store'

/** GET /checkout/{reference}: the data behind the page, for anybody who has the reference. Nothing of it is the customer's. */
export async function getPublicCheckout({ gateway, params }: PublicCall): Promise<Outcome> {
  const { PUBLIC_URL, CURRENCIES } = gateway.env
  const checkout = await findPublicCheckout(params.reference ?? '')
  if (!checkout) return err(merchantError('RESOURCE_NOT_FOUND'))
  const { id, sessionId, status, mode, amountMinor, currency, appName, paidAt } = checkout
  return ok(
    found({
      reference: id,
      status,
      amountMinor: Number(amountMinor),
      amountDisplay: `${formatAmount(amountMinor, knownCurrency(CURRENCIES, currency).exponent)} ${currency}`,
      currency,
      appName,
      gateway: gatewayOf(mode),
      gatewayRedirectUrl: checkoutUrlOf(PUBLIC_URL, sessionId),
      paidAt: paidAt?.toISOString() ?? null,
    }),
  )
}
