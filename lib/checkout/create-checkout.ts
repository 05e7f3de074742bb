import { createHash, randomBytes } from 'node:crypto'
import { inTransaction } from '@/lib/db/transaction'
import type { SignedCall } from '@/lib/http/signed-route'
import type { Money } from '@/lib/money/money'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { checkOrderAmount, type Order, verifyOrder } from '@/lib/opencharge/order'
import { parseRedirectUrl } from '@/lib/opencharge/redirect-url'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import { choosePath } from '@/lib/providers/choose-path'
import { settlementRequest } from '@/lib/settlement-path/settlement-request'
import type { CheckoutRequest } from './checkout-request'
import { type CreateOutcome, createSession, type NewCheckout } from './checkout-session-store'
import { endStandingCheckout } from './payment-store'

const SESSION_SECONDS = 30 * 60
const MOST_TRIES = 3

type Call = SignedCall<CheckoutRequest>

/** POST /checkout/create (protocol section 5): a merchant's signed order becomes a page where it can be paid. */
export async function createCheckout(call: Call): Promise<Result<unknown, ProtocolError>> {
  const urls = checkUrls(call)
  if (!urls.ok) return urls
  const checked = await checkOrder(call)
  if (!checked.ok) return checked
  const outcome = await openSession(call, newCheckout(call, checked.value, urls.value))
  if (outcome.kind !== 'open') return err(refusals[outcome.kind]())
  const { sessionId, expiresAtEpochSeconds } = outcome
  const checkoutUrl = `${call.gateway.env.PUBLIC_URL}/pay/${sessionId}`
  return ok({ checkout_url: checkoutUrl, session_id: sessionId, expires_at: expiresAtEpochSeconds })
}

const refusals: Record<Exclude<CreateOutcome['kind'], 'open'>, () => ProtocolError> = {
  NONCE_REUSED: () => protocolError('NONCE_REUSED'),
  ORDER_PAID: () => protocolError('ORDER_PAID'),
  ORDER_CONFLICT: () => protocolError('ORDER_CONFLICT'),
  RACED: () => protocolError('SERVICE_UNAVAILABLE', { details: { retryAfterSeconds: 1 } }),
}

// The order of these checks is the protocol's: what is answered must not depend on how we happen to be built.
async function checkOrder(call: Call): Promise<Result<Money, ProtocolError>> {
  const { order, signature, merchantOcid } = call.body
  if (order.ocid !== merchantOcid) {
    return err(requestIssues([{ path: 'merchantOcid', message: 'must be the ocid of the order' }]))
  }
  const signed = await checkSignature(call, order, signature)
  if (!signed.ok) return signed
  if (order.expiresAt !== undefined && order.expiresAt <= call.nowEpochSeconds)
    return err(protocolError('ORDER_EXPIRED'))
  if ((await findPartner(order.ocid))?.blocked) return err(protocolError('CONNECTION_REFUSED'))
  const amount = checkOrderAmount(order, call.gateway.env.CURRENCIES)
  if (!amount.ok) return amount
  const narrowed = call.partner?.currencies ?? []
  if (narrowed.length > 0 && !narrowed.includes(order.currency)) {
    const details = { currency: order.currency, currencies: [...narrowed] }
    return err(protocolError('SETTLEMENT_NOT_SUPPORTED', { details }))
  }
  const request = settlementRequest(call.gateway.ocid, order, amount.value.amountMinor, call.caller, call.partner)
  const path = await choosePath(call.gateway, request)
  if (path.ok) return amount
  return err(
    protocolError('SETTLEMENT_NOT_SUPPORTED', { details: { tried: path.error.map((tried) => ({ ...tried })) } }),
  )
}

async function checkSignature(call: Call, order: Order, signature: string): Promise<Result<true, ProtocolError>> {
  const { registry, crypto, checks } = call.gateway
  const merchant = await registry.peer(order.ocid)
  if (!merchant.ok) return err(merchantError(merchant.error))
  if (await checks.holds({ message: canonicalJson(order), signature, key: merchant.value.publicKey })) return ok(true)
  // What is wrong with it, and whether it is a newer key's, is looked into here.
  const verified = verifyOrder(order, signature, merchant.value.publicKey, crypto)
  if (verified.ok) return verified
  const current = await registry.refresh(order.ocid)
  const isRotated = current.ok && current.value.publicKey.hex !== merchant.value.publicKey.hex
  return isRotated ? verifyOrder(order, signature, current.value.publicKey, crypto) : verified
}

// The caller is known; it is the merchant of its order that is not.
function merchantError(error: ProtocolError): ProtocolError {
  return error.code === 'UNKNOWN_OCID' ? protocolError('MERCHANT_NOT_REGISTERED') : error
}

interface Urls {
  readonly successUrl: string | null
  readonly cancelUrl: string | null
}

function checkUrls(call: Call): Result<Urls, ProtocolError> {
  const { success, completed, cancel, cancelled } = call.body.urls
  const allowLoopbackHttp = call.gateway.env.development
  const issues: { path: string; message: string }[] = []
  const check = (path: string, text: string | undefined) => {
    if (text === undefined) return null
    const url = parseRedirectUrl(text, { allowLoopbackHttp })
    if (!url.ok) issues.push({ path, message: url.error })
    return text
  }
  const successUrl = success !== undefined ? check('urls.success', success) : check('urls.completed', completed)
  const cancelUrl = cancel !== undefined ? check('urls.cancel', cancel) : check('urls.cancelled', cancelled)
  return issues.length > 0 ? err(requestIssues(issues)) : ok({ successUrl, cancelUrl })
}

function newCheckout(call: Call, amount: Money, urls: Urls): NewCheckout {
  const { order, signature } = call.body
  const orderText = canonicalJson(order)
  const until = call.nowEpochSeconds + SESSION_SECONDS
  return {
    ...urls,
    sessionId: `sess_${randomBytes(18).toString('base64url')}`,
    paymentId: `pay_${randomBytes(15).toString('base64url')}`,
    callerOcid: call.caller.ocid,
    merchantOcid: order.ocid,
    orderId: order.id,
    orderText,
    orderSignature: signature,
    contentHash: createHash('sha256')
      .update(JSON.stringify([orderText, urls.successUrl, urls.cancelUrl]))
      .digest('hex'),
    amountMinor: amount.amountMinor,
    currency: amount.currency.code,
    expiresAtEpochSeconds: Math.min(until, order.expiresAt ?? until),
  }
}

/** Tries again where another request for the same order was faster, or an earlier page of it has just expired. */
async function openSession(call: Call, checkout: NewCheckout): Promise<CreateOutcome> {
  for (let tries = 1; tries < MOST_TRIES; tries++) {
    const outcome = await createSession(call.nonce, checkout, call.nowEpochSeconds)
    if (outcome.kind !== 'RACED') return outcome
    await inTransaction((tx) => endStandingCheckout(tx, checkout, call.nowEpochSeconds))
  }
  return createSession(call.nonce, checkout, call.nowEpochSeconds)
}
