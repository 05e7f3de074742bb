import * as z from 'zod'
import { asParsed } from '@/lib/opencharge/as-parsed'
import * as fields from '@/lib/opencharge/fields'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { askedOrderShape, keptReferenceField } from './request-fields'

/** The body of POST /payment/create for documents (protocol section 5). To read one use `PaymentCreateBody`. */
export const paymentCreateShape = z.object({
  to: fields.ocidField,
  amount: fields.amountField,
  currency: fields.currencyField,
  reference: keptReferenceField.optional(),
  memo: fields.memoField.optional(),
  expiresAt: fields.epochSecondsField.optional(),
  order: askedOrderShape.optional(),
})

export type PaymentRequest = z.infer<typeof paymentCreateShape> & JsonObject

/** The same for reading: as it was parsed, because a repeat is recognised by its whole content. */
export const PaymentCreateBody: z.ZodType<PaymentRequest, unknown> = asParsed<PaymentRequest>(paymentCreateShape)

/** A request as it was stored, read back. It was checked before; anything else is a bug. */
export function storedPaymentRequest(text: string): PaymentRequest {
  return PaymentCreateBody.parse(JSON.parse(text))
}
