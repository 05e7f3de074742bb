import { checkRedirectUrls } from '@/lib/checkout/check-redirect-urls'
import type { NewCheckout } from '@/lib/checkout/checkout-session-store'
import { createRefusals } from '@/lib/checkout/create-refusals'
import { type OpenedCheckout, openPage, preparePersonalCheckout } from '@/lib/checkout/open-personal-checkout'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { claimNonceIn } from '@/lib/http/nonce-store'
import type { SignedCall } from '@/lib/http/signed-route'
import { announceLiveEvent } from '@/lib/live/live-event-store'
import { displayText } from '@/lib/opencharge/display-text'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { CodeOrderRequest } from './code-order-request'
import { findCode, lockCode, markCodeUsed, type ShownCode } from './shown-code-store'

type Call = SignedCall<CodeOrderRequest>

const MOST_NAME_CHARACTERS = 80

/** POST /orders/create/{sessionId} (protocol section 5): a merchant brings an order to the code that a person shows. */
export async function bringOrder(call: Call): Promise<Result<unknown, ProtocolError>> {
  const { order, signature, urls = {} } = call.body
  const redirects = checkRedirectUrls(urls, call.gateway.env.development)
  if (!redirects.ok) return redirects
  const code = usable(await findCode(call.params.sessionId ?? ''), call.nowEpochSeconds)
  if (!code.ok) return code
  if (order.ocid !== call.caller.ocid) {
    return err(requestIssues([{ path: 'order.ocid', message: 'must be the caller: a merchant brings its own orders' }]))
  }
  const { userId: boundUserId } = code.value
  const checkout = await preparePersonalCheckout({ ...call, order, signature, ...redirects.value, boundUserId })
  if (!checkout.ok) return checkout
  const opened = await bring(call, code.value, checkout.value)
  if (!opened.ok) return opened
  const { paymentId, expiresAtEpochSeconds } = opened.value
  const statusUrl = `${call.gateway.endpoint}/orders/${paymentId}/status`
  return ok({ status: 'pending', order_id: order.id, status_url: statusUrl, expires_at: expiresAtEpochSeconds })
}

function usable(code: ShownCode | undefined, nowEpochSeconds: number): Result<ShownCode, ProtocolError> {
  if (!code) return err(protocolError('SESSION_NOT_FOUND'))
  if (code.usedFor !== null) return err(protocolError('SESSION_USED'))
  return code.expiresAtEpochSeconds <= nowEpochSeconds ? err(protocolError('SESSION_EXPIRED')) : ok(code)
}

/** Undoes everything, the use of the code included. */
class Refused extends Error {
  constructor(readonly refusal: ProtocolError) {
    super(refusal.code)
  }
}

async function bring(
  call: Call,
  code: ShownCode,
  checkout: NewCheckout,
): Promise<Result<OpenedCheckout, ProtocolError>> {
  try {
    const opened = await inTransaction((tx) => bringIn(tx, call, code, checkout))
    call.nonce.recorded = true
    return ok(opened)
  } catch (cause) {
    if (cause instanceof Refused) return err(cause.refusal)
    throw cause
  }
}

async function bringIn(tx: Tx, call: Call, { id }: ShownCode, checkout: NewCheckout): Promise<OpenedCheckout> {
  if (!(await claimNonceIn(tx, call.nonce))) throw new Refused(protocolError('NONCE_REUSED'))
  const code = usable(await lockCode(tx, id), call.nowEpochSeconds)
  if (!code.ok) throw new Refused(code.error)
  const opened = await openPage(tx, null, checkout, call.nowEpochSeconds)
  if (opened.kind !== 'open') throw new Refused(createRefusals[opened.kind]())
  await markCodeUsed(tx, id, opened.sessionId)
  await announceLiveEvent(tx, `user:${code.value.userId}`, askedEvent(call, id, opened, checkout))
  return opened
}

function askedEvent({ caller, gateway }: Call, codeId: string, { sessionId }: OpenedCheckout, checkout: NewCheckout) {
  const { amountMinor, currency } = checkout
  const exponent = gateway.env.CURRENCIES.get(currency)?.exponent ?? 0
  const merchantName = displayText(caller.name, MOST_NAME_CHARACTERS) || `OCID ${caller.ocid}`
  const money = { amountMinor: String(amountMinor), currency: { code: currency, exponent } }
  return { kind: 'asked' as const, codeId, sessionId, merchantName, ...money }
}
