import type { Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { type SignedProof, signProof } from '@/lib/opencharge/sign-proof'
import { newDeliveryId } from '@/lib/webhooks/delivery-id'
import type { IncomingPayment } from './incoming-payment'
import { storedPaymentRequest } from './payment-request'
import { recordCompletion } from './payment-settlement-store'

/** The payment is done: our own proof says so to its merchant, whose account was credited by what `fromOcid` sent. */
export async function completePayment(
  tx: Tx,
  us: Pick<Gateway, 'ocid' | 'signer'>,
  payment: IncomingPayment,
  fromOcid: number,
  nowEpochSeconds: number,
): Promise<void> {
  const proof = proofOf(us, payment, fromOcid, nowEpochSeconds)
  const merchantOcid = payment.merchant.ocid
  await recordCompletion(tx, { ourOcid: us.ocid, fromOcid, merchantOcid, proof, deliveryId: newDeliveryId() })
}

function proofOf(
  us: Pick<Gateway, 'ocid' | 'signer'>,
  { txid, merchant, requestText }: IncomingPayment,
  fromOcid: number,
  timestamp: number,
): SignedProof {
  const { amount, currency, reference, memo, order } = storedPaymentRequest(requestText)
  const theirs = order?.id ?? reference
  const proof = {
    txid,
    issuer: us.ocid,
    from: { ocid: fromOcid, ...(reference !== undefined && { reference }) },
    to: { ocid: merchant.ocid, ...(theirs !== undefined && { reference: theirs }) },
    amount,
    currency,
    timestamp,
    ...(memo !== undefined && { memo }),
  }
  return signProof(proof, us.signer)
}
