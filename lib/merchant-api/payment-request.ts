import * as z from 'zod'
import { parseEmail } from '@/lib/auth/email-address'

const PRINTABLE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u
const text = (most: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .regex(PRINTABLE, 'must be printable characters')

export const fieldTexts = { text }

/** As an order has it (protocol section 4): 15 digits before the point, also in a currency without minor units. */
export const MOST_AMOUNT_MINOR = 999_999_999_999_999

/** An amount in the smallest unit of its currency. */
export const amountMinorField = z
  .int('must be a whole number of minor units, without a fraction and not as text')
  .min(1, 'must be at least 1')
  .max(MOST_AMOUNT_MINOR, `must be at most ${MOST_AMOUNT_MINOR}`)

export const currencyCodeField = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, like BDT')
export const customerReferenceField = text(255)
export const emailField = z
  .string()
  .refine((value) => parseEmail(value) !== undefined, 'must be an e-mail address')
  .max(254, 'must have at most 254 characters')

const metadataValue = z.union(
  [text(500), z.number(), z.boolean()],
  'must be a text of at most 500 characters, a number, true or false',
)
const MOST_METADATA = 50

/** The outcomes that a payment in TEST mode can be told to have. */
export const sandboxOutcomes = ['succeed', 'decline', 'insufficient_funds', 'time_out', 'expire'] as const
export type SandboxOutcome = (typeof sandboxOutcomes)[number]

export const DEFAULT_CURRENCY = 'BDT'
export const DEFAULT_OPEN_SECONDS = 30 * 60

/** POST /payments (merchant API, Payments). What the application's bounds and currencies allow is checked after it. */
export const PaymentBody = z.strictObject({
  amountMinor: amountMinorField,
  customerReference: customerReferenceField,
  currency: currencyCodeField.default(DEFAULT_CURRENCY),
  customerEmail: emailField.optional(),
  customerPhone: text(32).optional(),
  customerName: text(200).optional(),
  productName: text(200).optional(),
  invoiceId: text(64).optional(),
  successUrl: z.string().max(2000, 'must have at most 2000 characters').optional(),
  cancelUrl: z.string().max(2000, 'must have at most 2000 characters').optional(),
  expiresInSeconds: z
    .int('must be a whole number of seconds')
    .min(60, 'must be at least 60')
    .max(7 * 24 * 60 * 60, 'must be at most 604800, which is a week')
    .default(DEFAULT_OPEN_SECONDS),
  metadata: z
    .record(text(40), metadataValue)
    .refine((value) => Object.keys(value).length <= MOST_METADATA, `must have at most ${MOST_METADATA} members`)
    .optional(),
})

export type PaymentRequest = z.output<typeof PaymentBody>
