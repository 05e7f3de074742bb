import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { PendingNonce } from '@/lib/http/nonce-store'
import type { ProtocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { checkOrder, type OfferedOrder } from './check-order'
import type { RedirectUrls } from './check-redirect-urls'
import { type CreateOutcome, createSession, type NewCheckout } from './checkout-session-store'
import { createRefusals } from './create-refusals'
import { newCheckout } from './new-checkout'
import { endStandingCheckout } from './payment-store'

// Somebody stands at a counter: an order that nobody answers is over soon.
const OPEN_SECONDS = 5 * 60

export type OpenedCheckout = Extract<CreateOutcome, { kind: 'open' }>

/** An order that came to one person through a code, and passed every check. */
export interface PersonalOrder extends OfferedOrder, RedirectUrls {
  readonly boundUserId: string
}

/**
 * Opens the page of an order that came to one person: /pay/<sessionId>, which nobody else sees, pays or declines. The same
 * content gives the same page while that is open; other content under the same order id is `ORDER_CONFLICT`.
 */
export async function openPersonalCheckout(offer: PersonalOrder): Promise<Result<OpenedCheckout, ProtocolError>> {
  const checkout = await preparePersonalCheckout(offer)
  if (!checkout.ok) return checkout
  const outcome = await inTransaction((tx) => openPage(tx, null, checkout.value, offer.nowEpochSeconds))
  return outcome.kind === 'open' ? ok(outcome) : err(createRefusals[outcome.kind]())
}

/** The page that would be opened, when the order may be paid here. */
export async function preparePersonalCheckout(offer: PersonalOrder): Promise<Result<NewCheckout, ProtocolError>> {
  const amount = await checkOrder(offer)
  if (!amount.ok) return amount
  return ok(newCheckout(offer, { ...offer, amount: amount.value, openSeconds: OPEN_SECONDS }))
}

/** Opens it after ending an earlier page of the same order that is past its time. */
export async function openPage(
  tx: Tx,
  nonce: PendingNonce | null,
  checkout: NewCheckout,
  nowEpochSeconds: number,
): Promise<CreateOutcome> {
  await endStandingCheckout(tx, checkout, nowEpochSeconds)
  return createSession(tx, nonce, checkout, nowEpochSeconds)
}
