import type { z } from 'zod'
import { checkoutCreateShape } from '@/lib/checkout/checkout-request'
import { OrderSchema } from '@/lib/opencharge/order'

/** The body of POST /orders/create/{sessionId} for documents (protocol section 5). To read one use `CodeOrderBody`. */
export const codeOrderShape = checkoutCreateShape.omit({ merchantOcid: true }).partial({ urls: true })

/** The same for reading: the order stays exactly as it was parsed, because it is signed. */
export const CodeOrderBody = codeOrderShape.extend({ order: OrderSchema })

export type CodeOrderRequest = z.output<typeof CodeOrderBody>
