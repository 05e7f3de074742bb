import * as z from 'zod'
import * as fields from '@/lib/opencharge/fields'
import { parsePlainUrl } from '@/lib/opencharge/plain-url'

const MOST_URLS = 20

/** A reference that is looked up or kept in a column, where an empty one would stand for everybody's and NUL cannot be written. */
export const keptReferenceField = fields.referenceField
  .min(1)
  .refine((text) => !text.includes('\0'), 'must not contain U+0000')

/** One side of a transfer that somebody asks for; other members are ignored. */
export const askedPartyShape = z.object({ ocid: fields.ocidField, reference: keptReferenceField.optional() })

/** What a transfer or payment is for, in the words of whoever asks for it: kept with it, and nothing else done with it. */
export const askedOrderShape = z.object({
  id: fields.idField,
  urls: z
    .array(z.string().refine((text) => parsePlainUrl(text) !== undefined, 'must be an absolute http or https URL'))
    .max(MOST_URLS)
    .optional(),
})

export const txidField = fields.idField
export const signatureField = z.string().min(1).max(200)
