import { readIdempotencyKey } from '@/lib/http/idempotency-key'
import type { SignedCall } from '@/lib/http/signed-route'
import { findKnownAccount } from '@/lib/ledger/known-accounts'
import type { Money } from '@/lib/money/money'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type SignedProof, signProof } from '@/lib/opencharge/sign-proof'
import { newTxid } from '@/lib/settlement/new-txid'
import { newDeliveryId } from '@/lib/webhooks/delivery-id'
import { readAskedMoney } from './asked-money'
import { findRecipient, type RecipientOwner } from './find-recipient'
import { type MoveOutcome, movePartnerMoney } from './move-partner-money'
import { findStandingTransfers, type StandingTransfer, type TransferClaim } from './partner-transfer-store'
import type { TransferRequest } from './transfer-request'

type Call = SignedCall<TransferRequest>
type Answer = Result<unknown, ProtocolError>

/** POST /transfer/create (protocol section 5): out of the caller's reserve with us, into an account that is kept here. */
export async function createTransfer(call: Call): Promise<Answer> {
  const claim = readClaim(call)
  if (!claim.ok) return claim
  const ends = await findEnds(call)
  if (ends.ok) return move(call, claim.value, ends.value)
  // What was done is done, whatever has changed since: the caller may only have missed our answer.
  const standing = await findStandingTransfers(claim.value)
  return standing.length > 0 ? repeat(standing, claim.value) : ends
}

function readClaim({ gateway, body, caller, request }: Call): Result<TransferClaim, ProtocolError> {
  const { issuer = gateway.ocid, from, to } = body
  // Meant for another provider, and brought here by whoever received it there.
  if (issuer !== gateway.ocid) return err(requestIssues([{ path: 'issuer', message: 'must be this gateway' }]))
  // Nobody spends for another, and nobody pays himself.
  if (from.ocid !== caller.ocid) return err(requestIssues([{ path: 'from.ocid', message: 'must be the caller' }]))
  if (to.ocid === caller.ocid) return err(requestIssues([{ path: 'to.ocid', message: 'must be another party' }]))
  const key = readIdempotencyKey(request.headers)
  if (!key.ok) return key
  const reference = from.reference ?? null
  return ok({ callerOcid: caller.ocid, reference, idempotencyKey: key.value, requestText: canonicalJson(body) })
}

interface Ends {
  readonly money: Money
  readonly debitAccountId: bigint
  readonly recipient: RecipientOwner
}

async function findEnds({ gateway, caller, partner, body }: Call): Promise<Result<Ends, ProtocolError>> {
  const money = readAskedMoney(body, gateway.env.CURRENCIES, partner)
  if (!money.ok) return money
  const currency = money.value.currency.code
  const debitAccountId = await findKnownAccount({ kind: 'PARTNER_RESERVE', ocid: caller.ocid }, 'LIVE', currency)
  if (debitAccountId === undefined) {
    const message = 'The caller has no reserve here in this currency'
    return err(protocolError('ACCOUNT_NOT_FOUND', { message, details: { from: caller.ocid, currency } }))
  }
  const recipient = await findRecipient(gateway.ocid, body.to)
  return recipient.ok ? ok({ money: money.value, debitAccountId, recipient: recipient.value }) : recipient
}

async function move(call: Call, claim: TransferClaim, { money, debitAccountId, recipient }: Ends): Promise<Answer> {
  const { gateway, body, nonce } = call
  const proof = proofOf(call)
  const deliveryId = body.to.ocid === gateway.ocid ? null : newDeliveryId()
  const outcome = await movePartnerMoney(nonce, {
    ...claim,
    ourOcid: gateway.ocid,
    receiverOcid: body.to.ocid,
    currency: money.currency.code,
    amountMinor: money.amountMinor,
    debitAccountId,
    recipient,
    proof,
    deliveryId,
  })
  if (outcome.kind === 'moved') return ok(answerOf(proof))
  return outcome.kind === 'standing' ? repeat(outcome.standing, claim) : err(refusals[outcome.kind]())
}

const refusals: Record<Exclude<MoveOutcome['kind'], 'moved' | 'standing'>, () => ProtocolError> = {
  NONCE_REUSED: () => protocolError('NONCE_REUSED'),
  INSUFFICIENT_FUNDS: () => protocolError('INSUFFICIENT_FUNDS'),
  RACED: () => protocolError('SERVICE_UNAVAILABLE', { details: { retryAfterSeconds: 1 } }),
}

function proofOf({ gateway, body, nowEpochSeconds }: Call): SignedProof {
  const { from, to, amount, currency, memo } = body
  const terms = { from: partyOf(from), to: partyOf(to), amount, currency, timestamp: nowEpochSeconds }
  const proof = { txid: newTxid(), issuer: gateway.ocid, ...terms, ...(memo !== undefined && { memo }) }
  return signProof(proof, gateway.signer)
}

/** The members that the protocol names: we sign nothing that we have not read. */
const partyOf = ({ ocid, reference }: TransferRequest['from']) => ({
  ocid,
  ...(reference !== undefined && { reference }),
})

/** The first answer again, when everything that the caller names for this transfer stands for the same content. */
function repeat(standing: readonly StandingTransfer[], { requestText }: TransferClaim): Answer {
  const [first] = standing
  const isSame = standing.every((transfer) => transfer.requestText === requestText)
  return first && isSame ? ok(answerOf(first)) : err(protocolError('ORDER_CONFLICT'))
}

function answerOf({ proofText, signature }: Pick<StandingTransfer, 'proofText' | 'signature'>) {
  const proof = JSON.parse(proofText) as { readonly txid: string }
  return { status: 'completed', txid: proof.txid, proof, signature }
}
