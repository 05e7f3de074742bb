import type { SignedCall } from '@/lib/http/signed-route'
import type { ProtocolError } from '@/lib/opencharge/errors'
import { ok, type Result } from '@/lib/opencharge/result'
import { verifyTransaction } from '@/lib/settlement/verify-transaction'
import { isExpired } from './incoming-payment'
import { findIncomingPayment } from './payment-settlement-store'

/**
 * GET /verify/{txid} (protocol section 5): the proof as it was signed, for its issuer and those whom it names; and a
 * payment to a merchant of ours, for whoever created it and for the merchant.
 */
export async function verifyTxid(call: SignedCall<undefined>): Promise<Result<unknown, ProtocolError>> {
  const proven = await verifyTransaction(call)
  if (proven.ok) return proven
  const txid = call.params.txid ?? ''
  const payment = txid.includes('\0') ? undefined : await findIncomingPayment(txid, call.gateway.ocid)
  if (!payment || ![payment.callerOcid, payment.merchant.ocid].includes(call.caller.ocid)) return proven
  const { completion } = payment
  if (!completion) return ok({ status: isExpired(payment, call.nowEpochSeconds) ? 'expired' : 'pending', txid })
  // Whoever created it need not be named in our proof: the money can have come from somebody else.
  const { proofText, signature } = completion
  return ok({ status: 'completed', proof: JSON.parse(proofText), signature })
}
