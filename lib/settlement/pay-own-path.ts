import type { StoredCheckout } from '@/lib/checkout/payment-store'
import { rowsRetried } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Order } from '@/lib/opencharge/order'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import type { OwnPath } from '@/lib/settlement-path/strategy'
import { newDeliveryId } from '@/lib/webhooks/delivery-id'
import { deliveryJob } from '@/lib/webhooks/delivery-store'
import { issueProof } from './issue-proof'

const PAY = {
  name: 'pay-own-path',
  text: 'SELECT pay_own_path($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS paid',
}

/** Who pays which checkout, as it was read a moment ago, from which wallet. */
export interface OwnPayment {
  readonly checkout: StoredCheckout
  readonly order: Order
  readonly payerId: string
  readonly walletId: bigint
}

/**
 * Pays in one statement, which is one transaction, when nothing stands in the way; the database decides that under its locks.
 * False: nothing was changed, and whoever wants to know why must look.
 */
export async function payOwnPath(us: Gateway, payment: OwnPayment, path: OwnPath): Promise<boolean> {
  const { checkout, payerId, walletId } = payment
  const nowEpochSeconds = Math.floor(Date.now() / 1000)
  // Signed before it is known whether it will be true: one that is not stored is forgotten here.
  const proof = proofOf(us, payment, path, nowEpochSeconds)
  const who = [checkout.sessionId, payerId, walletId, nowEpochSeconds, path.strategy, path.payee.kind, path.payee.ocid]
  const [row] = await rowsRetried<{ paid: boolean }>(PAY, [...who, ...proofValues(us, proof), ...deliveryValues(proof)])
  return row?.paid ?? false
}

/** Our proof that the payee was credited. */
export function proofOf(
  us: Gateway,
  { checkout, order }: Pick<OwnPayment, 'checkout' | 'order'>,
  path: OwnPath,
  timestampEpochSeconds: number,
): SignedProof {
  const to = { ocid: path.payee.ocid, reference: order.id }
  // The amount in the merchant's own digits: the same number, and a receiver that compares text is served as well.
  const { amount, currency } = order
  return issueProof(us, {
    paymentId: checkout.paymentId,
    to,
    amount,
    currency,
    memo: path.memo,
    timestampEpochSeconds,
  })
}

const proofValues = (us: Gateway, { txid, proofText, signature, publicKey }: SignedProof) => [
  us.ocid,
  txid,
  proofText,
  signature,
  publicKey,
]

function deliveryValues({ envelope }: SignedProof): string[] {
  const id = newDeliveryId()
  const { payload, key } = deliveryJob(id)
  return [id, envelope, payload, key]
}
