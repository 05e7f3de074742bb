import { z } from 'zod'
import { maxAmountMinor } from '@/lib/money/money'
import type { ConfirmedPayment } from './challenge'

const Payment = z.strictObject({
  subject: z.string().regex(/^[\x21-\x7e]{1,400}$/),
  amountMinor: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,18})$/)
    .transform(BigInt)
    .refine((amountMinor) => amountMinor <= maxAmountMinor),
  currency: z.string().regex(/^[A-Z][A-Z0-9]{2,11}$/),
})

/** The payment that a browser wants to confirm, as its page names it; undefined when it is none. */
export function parseConfirmedPayment(value: unknown): ConfirmedPayment | undefined {
  return Payment.safeParse(value).data
}
