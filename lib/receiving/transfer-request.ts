import * as z from 'zod'
import { asParsed } from '@/lib/opencharge/as-parsed'
import * as fields from '@/lib/opencharge/fields'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { askedOrderShape, askedPartyShape } from './request-fields'

/** The body of POST /transfer/create for documents (protocol section 5). To read one use `TransferCreateBody`. */
export const transferCreateShape = z.object({
  /** Whose proof is asked for. The protocol page does not have it; one who names another has sent this to another. */
  issuer: fields.ocidField.optional(),
  from: askedPartyShape,
  to: askedPartyShape,
  amount: fields.amountField,
  currency: fields.currencyField,
  memo: fields.memoField.optional(),
  order: askedOrderShape.optional(),
})

export type TransferRequest = z.infer<typeof transferCreateShape> & JsonObject

/** The same for reading: as it was parsed, because a repeat is recognised by its whole content. */
export const TransferCreateBody: z.ZodType<TransferRequest, unknown> = asParsed<TransferRequest>(transferCreateShape)
