import { inTransaction, rows } from '@/lib/db/transaction'
import type { SignedCall } from '@/lib/http/signed-route'
import { type ProtocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { checkOrder } from './check-order'
import { checkRedirectUrls } from './check-redirect-urls'
import type { CheckoutRequest } from './checkout-request'
import { type CreateOutcome, createSession, type NewCheckout } from './checkout-session-store'
import { createRefusals } from './create-refusals'
import { newCheckout } from './new-checkout'
import { endStandingCheckout } from './payment-store'

const SESSION_SECONDS = 30 * 60
const MOST_TRIES = 3

type Call = SignedCall<CheckoutRequest>

/** POST /checkout/create (protocol section 5): a merchant's signed order becomes a page where it can be paid. */
export async function createCheckout(call: Call): Promise<Result<unknown, ProtocolError>> {
  const { order, signature, merchantOcid } = call.body
  const urls = checkRedirectUrls(call.body.urls, call.gateway.env.development)
  if (!urls.ok) return urls
  if (order.ocid !== merchantOcid) {
    return err(requestIssues([{ path: 'merchantOcid', message: 'must be the ocid of the order' }]))
  }
  const offer = { ...call, order, signature }
  const amount = await checkOrder(offer)
  if (!amount.ok) return amount
  const terms = { ...urls.value, amount: amount.value, boundUserId: null, openSeconds: SESSION_SECONDS }
  const outcome = await openSession(call, newCheckout(offer, terms))
  if (outcome.kind !== 'open') return err(createRefusals[outcome.kind]())
  const { sessionId, expiresAtEpochSeconds } = outcome
  const checkoutUrl = `${call.gateway.env.PUBLIC_URL}/pay/${sessionId}`
  return ok({ checkout_url: checkoutUrl, session_id: sessionId, expires_at: expiresAtEpochSeconds })
}

/** Tries again where another request for the same order was faster, or an earlier page of it has just expired. */
async function openSession(call: Call, checkout: NewCheckout): Promise<CreateOutcome> {
  for (let tries = 1; tries < MOST_TRIES; tries++) {
    const outcome = await createSession({ rows }, call.nonce, checkout, call.nowEpochSeconds)
    if (outcome.kind !== 'RACED') return outcome
    await inTransaction((tx) => endStandingCheckout(tx, checkout, call.nowEpochSeconds))
  }
  return createSession({ rows }, call.nonce, checkout, call.nowEpochSeconds)
}
