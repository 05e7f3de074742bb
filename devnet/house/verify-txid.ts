import type { House } from '@/devnet/house/house'
import type { Payment } from '@/devnet/house/house-events'
import type { Outcome, PartyCall } from '@/devnet/network/party-endpoint'
import { protocolError } from '@/lib/opencharge/errors'
import { err, ok } from '@/lib/opencharge/result'

/** GET /verify/{txid}: what became of a transfer or a payment, for those who are named in it. */
export function verifyTxid({ party, book }: House, { caller, parameter: txid, nowEpochSeconds }: PartyCall): Outcome {
  const issued = book.issued.find(party.ocid, txid)
  const payment = book.payment(txid)
  const named = [payment?.callerOcid, payment?.request.to, issued?.proof.from.ocid, issued?.proof.to.ocid]
  const isNamed = named.includes(caller.ocid)
  if (isNamed && issued) return ok({ status: 'completed', txid, proof: issued.proof, signature: issued.signature })
  if (isNamed && payment) return ok({ status: paymentState(payment, nowEpochSeconds), txid })
  return err(protocolError('TXID_NOT_FOUND'))
}

export function paymentState({ settled, expiresAt }: Payment, nowEpochSeconds: number) {
  if (settled) return 'settled'
  return nowEpochSeconds >= expiresAt ? 'expired' : 'pending'
}
