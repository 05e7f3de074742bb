import type { SignedCall } from '@/lib/http/signed-route'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findMerchantCheckout, type PaymentStatus, type StoredCheckout } from './payment-store'
import { storedOrder } from './stored-order'

type OrderStatus = 'pending' | 'paid' | 'expired' | 'cancelled'

const statusWords: Record<PaymentStatus, OrderStatus> = {
  CREATED: 'pending',
  PENDING: 'pending',
  SUCCEEDED: 'paid',
  PARTIALLY_REFUNDED: 'paid',
  REFUNDED: 'paid',
  FAILED: 'cancelled',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
}

/** GET /orders/{id}/status (protocol section 5): what became of an order, told to the merchant whose order it is. */
export async function getOrderStatus(call: SignedCall<undefined>): Promise<Result<unknown, ProtocolError>> {
  const checkout = await findMerchantCheckout(call.params.id ?? '', call.caller.ocid)
  if (!checkout) return err(protocolError('ORDER_NOT_FOUND'))
  const { settledAtEpochSeconds: paidAt, txid, orderText } = checkout
  const orderId = storedOrder(orderText).id
  const status = currentStatus(checkout, call.nowEpochSeconds)
  return ok({ orderId, status, ...(paidAt !== null && { paidAt }), ...(txid !== null && { txid }) })
}

/** The status in the protocol's words; a checkout past its time is expired also before the sweep has written it down. */
export function currentStatus(
  { status, isHeld, expiresAtEpochSeconds }: StoredCheckout,
  nowEpochSeconds: number,
): OrderStatus {
  const word = statusWords[status]
  return word === 'pending' && !isHeld && expiresAtEpochSeconds <= nowEpochSeconds ? 'expired' : word
}
