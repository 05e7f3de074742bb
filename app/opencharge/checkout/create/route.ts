import { CheckoutCreateBody } from '@/lib/checkout/checkout-request'
import { createCheckout } from '@/lib/checkout/create-checkout'
import { signedRoute } from '@/lib/http/signed-route'

export const POST = signedRoute({ capability: 'checkout.create', body: CheckoutCreateBody, run: createCheckout })
