import { z } from 'zod'
import { ocidField } from '@/lib/opencharge/fields'
import { OrderSchema, orderShape } from '@/lib/opencharge/order'

const MOST_URL_CHARACTERS = 2048
const urlText = z.string().max(MOST_URL_CHARACTERS)

// `completed` and `cancelled` are other gateways' words for the same; what else is there is ignored.
const Urls = z.object({
  success: urlText.optional(),
  completed: urlText.optional(),
  cancel: urlText.optional(),
  cancelled: urlText.optional(),
})

/** The body of POST /checkout/create for documents (protocol section 5). To read one use `CheckoutCreateBody`. */
export const checkoutCreateShape = z.object({
  order: orderShape,
  signature: z.string().min(1).max(200),
  merchantOcid: ocidField,
  urls: Urls,
})

/** The same for reading: the order stays exactly as it was parsed, because it is signed. */
export const CheckoutCreateBody = checkoutCreateShape.extend({ order: OrderSchema })

export type CheckoutRequest = z.output<typeof CheckoutCreateBody>
