import { z } from 'zod'
import { ocidField } from '@/lib/opencharge/fields'
import { OrderSchema } from '@/lib/opencharge/order'

const MOST_URL_CHARACTERS = 2048
const urlText = z.string().max(MOST_URL_CHARACTERS)

// `completed` and `cancelled` are other gateways' words for the same; what else is there is ignored.
const Urls = z.object({
  success: urlText.optional(),
  completed: urlText.optional(),
  cancel: urlText.optional(),
  cancelled: urlText.optional(),
})

/** The body of POST /checkout/create (protocol section 5). The order stays exactly as it was parsed: it is signed. */
export const CheckoutCreateBody = z.object({
  order: OrderSchema,
  signature: z.string().min(1).max(200),
  merchantOcid: ocidField,
  urls: Urls,
})

export type CheckoutRequest = z.output<typeof CheckoutCreateBody>
