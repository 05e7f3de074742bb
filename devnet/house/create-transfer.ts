import type { House } from '@/devnet/house/house'
import type { Transfer } from '@/devnet/house/house-events'
import { TransferRequest } from '@/devnet/house/house-requests'
import { holdsAccount, newTxid, readMoney } from '@/devnet/house/house-terms'
import type { Outcome, PartyCall } from '@/devnet/network/party-endpoint'
import { type SignedProof, signProof } from '@/devnet/network/signed-proof'
import type { Money } from '@/lib/money/money'
import { invalidRequest, type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** POST /transfer/create: moves money from the caller's reserve to a recipient, and gives the proof of it. */
export async function createTransfer(house: House, call: PartyCall): Promise<Outcome> {
  const request = readTransfer(call)
  if (!request.ok) return request
  const money = readMoney(request.value)
  if (!money.ok) return money
  const isHeld = await holdsAccount(house, request.value.to.ocid)
  // From here on nothing waits: of two equal calls at once, the second finds what the first did.
  const before = repeatedTransfer(house, call)
  if (before) return before
  if (!isHeld.ok) return isHeld
  const isCovered = checkReserve(house, call.caller.ocid, money.value)
  return isCovered.ok ? ok(answerOf(move(house, call, request.value))) : isCovered
}

/** What the same call was answered before; undefined when it is new. */
export function repeatedTransfer({ book }: House, call: PartyCall): Outcome | undefined {
  const request = readTransfer(call)
  const before = request.ok ? book.transferRepeats.find(call, request.value) : undefined
  return before?.ok ? ok(answerOf(before.value.issued)) : before
}

function readTransfer({ body, caller }: PartyCall): Result<TransferRequest, ProtocolError> {
  const request = TransferRequest.safeParse(body)
  if (!request.success) return err(invalidRequest(request.error))
  if (request.data.from.ocid === caller.ocid) return ok(request.data)
  return err(requestIssues([{ path: 'from.ocid', message: 'must be the sender: nobody spends for another' }]))
}

function checkReserve({ book }: House, ocid: number, money: Money): Result<true, ProtocolError> {
  const balanceMinor = book.reserves.balanceMinor(ocid, money.currency.code)
  const details = { ocid, currency: money.currency.code }
  if (balanceMinor === undefined) return err(protocolError('ACCOUNT_NOT_FOUND', { details }))
  return balanceMinor < money.amountMinor ? err(protocolError('INSUFFICIENT_FUNDS', { details })) : ok(true)
}

function move({ party, book, teller }: House, call: PartyCall, request: TransferRequest): SignedProof {
  const { from, to, amount, currency, memo } = request
  const txid = newTxid()
  const content = { txid, issuer: party.ocid, from, to, amount, currency, timestamp: call.nowEpochSeconds }
  const issued = signProof({ ...content, ...(memo !== undefined && { memo }) }, party.signer)
  const { idempotencyKey, caller } = call
  const transfer: Transfer = { callerOcid: caller.ocid, idempotencyKey, request, issued }
  book.record({ type: 'transferred', transfer })
  teller.tell(txid)
  return issued
}

const answerOf = ({ proof, signature }: SignedProof) => ({ status: 'completed', txid: proof.txid, proof, signature })
