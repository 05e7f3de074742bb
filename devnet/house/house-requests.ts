import { z } from 'zod'
import * as fields from '@/lib/opencharge/fields'

const TransferParty = z.object({ ocid: fields.ocidField, reference: fields.referenceField.min(1).optional() })

/** POST /transfer/create (protocol section 5). */
export const TransferRequest = z.object({
  from: TransferParty,
  to: TransferParty,
  amount: fields.amountField,
  currency: fields.currencyField,
  memo: fields.memoField.optional(),
  order: z.object({ id: fields.idField, urls: z.array(z.string().max(2048)).max(20).optional() }).optional(),
})

/** POST /payment/create (protocol section 5). */
export const PaymentRequest = z.object({
  to: fields.ocidField,
  amount: fields.amountField,
  currency: fields.currencyField,
  reference: fields.referenceField.min(1).optional(),
  memo: fields.memoField.optional(),
  expiresAt: fields.epochSecondsField.optional(),
  order: z.object({ id: fields.idField }).optional(),
})

/** POST /payment/settle (protocol section 5). */
export const SettleRequest = z.object({ txid: fields.idField, proof: z.unknown(), signature: z.string().max(200) })

export type TransferRequest = z.output<typeof TransferRequest>
export type PaymentRequest = z.output<typeof PaymentRequest>
