import { randomBytes } from 'node:crypto'
import { type CreateOutcome, createSession, type NewCheckout } from '@/lib/checkout/checkout-session-store'
import { rows } from '@/lib/db/transaction'
import type { PendingNonce } from '@/lib/http/nonce-store'
import { isoCurrency } from '@/lib/money/currency'
import { parseAmount } from '@/lib/money/money'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'

export const nowSeconds = (): number => Math.floor(Date.now() / 1000)

export function makeNonce(more: Partial<PendingNonce> = {}): PendingNonce {
  const nonce = `req_${randomBytes(12).toString('hex')}`
  return { ocid: 100, nonce, expiresAtEpochSeconds: nowSeconds() + 301, recorded: false, ...more }
}

/** An order of merchant 300 for 5 dollars, of which everything can be changed. */
export function makeOrder(more: Record<string, unknown> = {}): Order {
  const id = `order-${randomBytes(6).toString('hex')}`
  const order = parseOrder({ id, ocid: 300, amount: '5.00', currency: 'USD', createdAt: nowSeconds(), ...more })
  if (!order.ok) throw new Error(JSON.stringify(order.error))
  return order.value
}

export function makeNewCheckout(order: Order, more: Partial<NewCheckout> = {}): NewCheckout {
  const currency = isoCurrency(order.currency) ?? { code: order.currency, exponent: 2 }
  const amount = parseAmount(order.amount, currency)
  if (!amount.ok) throw new Error(amount.error)
  return {
    sessionId: `sess_${randomBytes(18).toString('base64url')}`,
    paymentId: `pay_${randomBytes(15).toString('base64url')}`,
    callerOcid: 100,
    merchantOcid: order.ocid,
    orderId: order.id,
    orderText: canonicalJson(order),
    orderSignature: signObject(order, testPerson('merchant').signer),
    contentHash: canonicalJson(order),
    amountMinor: amount.value,
    currency: order.currency,
    successUrl: 'https://shop.example/thanks?session={SESSION_ID}',
    cancelUrl: null,
    expiresAtEpochSeconds: nowSeconds() + 1800,
    boundUserId: null,
    ...more,
  }
}

/** A page that is open for this order. */
export async function makeCheckout(order: Order = makeOrder(), more: Partial<NewCheckout> = {}): Promise<NewCheckout> {
  const checkout = makeNewCheckout(order, more)
  const outcome: CreateOutcome = await createSession({ rows }, makeNonce(), checkout, Math.min(nowSeconds(), 0))
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return checkout
}
