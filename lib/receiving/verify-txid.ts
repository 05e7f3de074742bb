import type { SignedCall } from '@/lib/http/signed-route'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findVisibleProof } from '@/lib/settlement/proof-store'
import { isExpired } from './incoming-payment'
import { findIncomingPayment } from './payment-settlement-store'

/**
 * GET /verify/{txid} (protocol section 5): the proof as it was signed, for its issuer and those whom it names; and a
 * payment to a merchant of ours, for whoever created it and for the merchant.
 */
export async function verifyTxid(call: SignedCall<undefined>): Promise<Result<unknown, ProtocolError>> {
  const { gateway, caller, nowEpochSeconds } = call
  const txid = call.params.txid ?? ''
  const proof = await findVisibleProof(txid, gateway.ocid, caller.ocid)
  if (proof) return ok(completed(proof))
  const payment = await findIncomingPayment(txid, gateway.ocid)
  if (!payment || ![payment.callerOcid, payment.merchant.ocid].includes(caller.ocid)) {
    return err(protocolError('TXID_NOT_FOUND'))
  }
  // Whoever created it need not be named in our proof: the money can have come from somebody else.
  if (payment.completion) return ok(completed(payment.completion))
  return ok({ status: isExpired(payment, nowEpochSeconds) ? 'expired' : 'pending', txid })
}

const completed = ({ proofText, signature }: { readonly proofText: string; readonly signature: string }) => ({
  status: 'completed',
  proof: JSON.parse(proofText),
  signature,
})
