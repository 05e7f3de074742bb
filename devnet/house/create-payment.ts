import type { House } from '@/devnet/house/house'
import type { Payment } from '@/devnet/house/house-events'
import { PaymentRequest } from '@/devnet/house/house-requests'
import { holdsAccount, newTxid, readMoney } from '@/devnet/house/house-terms'
import type { Outcome, PartyCall } from '@/devnet/network/party-endpoint'
import { invalidRequest, type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { err, ok, type Result } from '@/lib/opencharge/result'

const paymentTtlSeconds = 60 * 60

/** POST /payment/create: promises to credit a merchant once the house is shown that it was paid itself. */
export async function createPayment(house: House, call: PartyCall): Promise<Outcome> {
  if (house.party.accepts.length === 0) return err(protocolError('CAPABILITY_NOT_SUPPORTED'))
  const request = readPayment(call)
  if (!request.ok) return request
  const money = readMoney(request.value)
  if (!money.ok) return money
  const isHeld = await holdsAccount(house, request.value.to)
  // From here on nothing waits: of two equal calls at once, the second finds what the first did.
  const before = repeatedPayment(house, call)
  if (before) return before
  return isHeld.ok ? promise(house, call, request.value) : isHeld
}

/** What the same call was answered before; undefined when it is new. */
export function repeatedPayment(house: House, call: PartyCall): Outcome | undefined {
  const request = readPayment(call)
  const before = request.ok ? house.book.paymentRepeats.find(call, request.value) : undefined
  return before?.ok ? ok(answerOf(house, before.value)) : before
}

function readPayment({ body }: PartyCall): Result<PaymentRequest, ProtocolError> {
  const request = PaymentRequest.safeParse(body)
  return request.success ? ok(request.data) : err(invalidRequest(request.error))
}

function promise(
  house: House,
  { caller, idempotencyKey, nowEpochSeconds }: PartyCall,
  request: PaymentRequest,
): Outcome {
  const expiresAt = request.expiresAt ?? nowEpochSeconds + paymentTtlSeconds
  if (expiresAt <= nowEpochSeconds) return err(requestIssues([{ path: 'expiresAt', message: 'must be in the future' }]))
  const payment: Payment = { callerOcid: caller.ocid, idempotencyKey, request, txid: newTxid(), expiresAt }
  house.book.record({ type: 'promised', payment })
  return ok(answerOf(house, payment))
}

function answerOf({ party }: House, { request, txid, expiresAt }: Payment): JsonObject {
  const { amount, currency } = request
  const settlement = { accepts: party.accepts }
  return { status: 'pending_settlement', txid, amount, currency, expiresAt, settlement }
}
