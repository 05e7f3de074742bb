import { rows } from '@/lib/db/transaction'
import { readIdempotencyKey } from '@/lib/http/idempotency-key'
import type { SignedCall } from '@/lib/http/signed-route'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { newTxid } from '@/lib/settlement/new-txid'
import { readAskedMoney } from './asked-money'
import { findMerchant } from './find-recipient'
import {
  findStandingPayment,
  insertIncomingPayment,
  type NewIncomingPayment,
  type StandingPayment,
} from './incoming-payment-store'
import type { PaymentRequest } from './payment-request'

const DEFAULT_SECONDS = 3600
const MOST_SECONDS = 7 * 24 * 3600

type Call = SignedCall<PaymentRequest>
type Answer = Result<unknown, ProtocolError>

/** POST /payment/create (protocol section 5): a payment to a merchant of ours, to be settled by the proof of a provider. */
export async function createPayment(call: Call): Promise<Answer> {
  const key = readIdempotencyKey(call.request.headers)
  if (!key.ok) return key
  const payment = await checkPayment(call, key.value)
  if (payment.ok) return store(call, payment.value)
  // What was answered once is answered again, whatever has changed since.
  const standing = await findStandingPayment(call.caller.ocid, key.value)
  return standing ? repeat(call, standing) : payment
}

async function checkPayment(
  { gateway, caller, partner, body, nowEpochSeconds }: Call,
  idempotencyKey: string | null,
): Promise<Result<NewIncomingPayment, ProtocolError>> {
  const money = readAskedMoney(body, gateway.env.CURRENCIES, partner)
  if (!money.ok) return money
  const expiresAt = readExpiry(body, nowEpochSeconds)
  if (!expiresAt.ok) return expiresAt
  const accepts = gateway.env.ACCEPTS
  if (accepts.length === 0) {
    return err(protocolError('SETTLEMENT_NOT_SUPPORTED', { message: 'No proofs are accepted here' }))
  }
  const merchant = await findMerchant(body.to)
  if (!merchant.ok) return merchant
  return ok({
    txid: newTxid(),
    callerOcid: caller.ocid,
    merchant: merchant.value,
    amountMinor: money.value.amountMinor,
    currency: money.value.currency.code,
    accepts,
    idempotencyKey,
    requestText: canonicalJson(body),
    expiresAtEpochSeconds: expiresAt.value,
  })
}

function readExpiry({ expiresAt }: PaymentRequest, nowEpochSeconds: number): Result<number, ProtocolError> {
  const end = expiresAt ?? nowEpochSeconds + DEFAULT_SECONDS
  if (end > nowEpochSeconds && end <= nowEpochSeconds + MOST_SECONDS) return ok(end)
  return err(requestIssues([{ path: 'expiresAt', message: 'must be in the future, by at most 7 days' }]))
}

async function store(call: Call, payment: NewIncomingPayment): Promise<Answer> {
  const outcome = await insertIncomingPayment({ rows }, call.nonce, payment)
  if (outcome.kind === 'NONCE_REUSED') return err(protocolError('NONCE_REUSED'))
  return outcome.kind === 'standing' ? repeat(call, outcome.standing) : ok(answerOf(call, payment))
}

function repeat(call: Call, standing: StandingPayment): Answer {
  if (standing.requestText !== canonicalJson(call.body)) return err(protocolError('ORDER_CONFLICT'))
  return ok(answerOf(call, standing))
}

function answerOf(
  { body: { amount, currency } }: Call,
  {
    txid,
    expiresAtEpochSeconds: expiresAt,
    accepts,
  }: Pick<StandingPayment, 'txid' | 'expiresAtEpochSeconds' | 'accepts'>,
) {
  return { status: 'pending_settlement', txid, amount, currency, expiresAt, settlement: { accepts } }
}
