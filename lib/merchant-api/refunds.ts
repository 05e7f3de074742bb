import * as z from 'zod'
import type { EndingTx } from '@/lib/db/transaction'
import { err, ok } from '@/lib/opencharge/result'
import type { RefundRefusal } from '@/lib/refunds/decide-refund'
import { makeRefund } from '@/lib/refunds/make-refund'
import { refundJson } from '@/lib/refunds/refund'
import { findRefund, lockRefundable } from '@/lib/refunds/refund-store'
import { created, found, type MerchantError, merchantError } from './envelope'
import type { MerchantCall, Outcome } from './merchant-route'
import { amountMinorField, textField } from './payment-request'

/** POST /payments/{id}/refunds (merchant API, Refunds). */
export const RefundBody = z.strictObject({
  amountMinor: amountMinorField.describe('In minor units; at most what is left of the payment'),
  reason: textField(500).optional().describe('Why, for your own records and the operator; the payer does not see it'),
})

export type RefundRequest = z.output<typeof RefundBody>

/** POST /payments/{id}/refunds: money of a payment goes back to whoever paid it. */
export async function createRefund(call: MerchantCall<RefundRequest>, tx: EndingTx): Promise<Outcome> {
  const { gateway, application, mode, credentialId, params, body } = call
  const payment = await lockRefundable(tx, params.id ?? '', { applicationId: application.id, mode })
  if (!payment) return err(merchantError('RESOURCE_NOT_FOUND'))
  const refund = await makeRefund(tx, gateway, payment, {
    amountMinor: BigInt(body.amountMinor),
    reason: body.reason ?? null,
    requestedBy: credentialId,
    isByOperator: false,
  })
  return refund.ok ? ok(created(refundJson(refund.value))) : err(refusalOf(refund.error))
}

function refusalOf(refusal: RefundRefusal): MerchantError {
  if (refusal.code !== 'EXCEEDS') {
    const message = 'Only a payment that was paid can be refunded: no money moved'
    return merchantError('INVALID_OPERATION_STATE', {
      message,
      data: refusal.code === 'NOT_PAID' ? { status: refusal.status } : null,
    })
  }
  const data = { refundableMinor: Number(refusal.leftMinor), currency: refusal.currency }
  return merchantError('REFUND_EXCEEDS_REFUNDABLE', { data })
}

/** GET /refunds/{id}. */
export async function getRefund({ application, mode, params }: MerchantCall<undefined>): Promise<Outcome> {
  const refund = await findRefund(params.id ?? '', application.id, mode)
  return refund ? ok(found(refundJson(refund))) : err(merchantError('RESOURCE_NOT_FOUND'))
}
