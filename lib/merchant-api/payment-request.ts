import * as z from 'zod'
import { parseEmail } from '@/lib/auth/email-address'
import { isCurrencyCode } from '@/lib/money/currency'

const PRINTABLE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u
/** A text of at most so many characters, which people can read. */
export const textField = (most: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .regex(PRINTABLE, 'must be printable characters')

/** As an order has it (protocol section 4): 15 digits before the point, also in a currency without minor units. */
export const MOST_AMOUNT_MINOR = 999_999_999_999_999

/** An amount in the smallest unit of its currency. */
export const amountMinorField = z
  .int('must be a whole number of minor units, without a fraction and not as text')
  .min(1, 'must be at least 1')
  .max(MOST_AMOUNT_MINOR, `must be at most ${MOST_AMOUNT_MINOR}`)

export const currencyCodeField = z.string().refine(isCurrencyCode, 'must be the code of a currency, like BDT')
export const customerReferenceField = textField(255)
export const emailField = z
  .string()
  .refine((value) => parseEmail(value) !== undefined, 'must be an email address')
  .max(254, 'must have at most 254 characters')

const metadataValue = z.union(
  [textField(500), z.number(), z.boolean()],
  'must be a text of at most 500 characters, a number, true or false',
)
const MOST_METADATA = 50

/** The outcomes that a payment in TEST mode can be told to have. */
export const sandboxOutcomes = ['succeed', 'decline', 'insufficient_funds', 'time_out', 'expire'] as const
export type SandboxOutcome = (typeof sandboxOutcomes)[number]

export const DEFAULT_CURRENCY = 'BDT'
export const DEFAULT_OPEN_SECONDS = 30 * 60

const urlField = z.string().max(2000, 'must have at most 2000 characters').optional()

/** POST /payments (merchant API, Payments). What the application's bounds and currencies allow is checked after it. */
export const PaymentBody = z.strictObject({
  amountMinor: amountMinorField.describe('In minor units of the currency: 1940 is 19.40 USD'),
  customerReference: customerReferenceField.describe(
    'What you call the customer, such as an account number; lists are asked for by it. The payer does not see it',
  ),
  currency: currencyCodeField.default(DEFAULT_CURRENCY).describe('ISO 4217'),
  customerEmail: emailField
    .optional()
    .describe('Kept for the operator; nothing is mailed to it, and no answer shows it'),
  customerPhone: textField(32).optional().describe('Kept for the operator; no answer shows it'),
  customerName: textField(200).optional().describe('Kept for the operator; no answer shows it'),
  productName: textField(200).optional().describe('The one line that the payer reads of what is paid for'),
  invoiceId: textField(64).optional().describe('The invoice that is paid by it, in whole or in part'),
  successUrl: urlField.describe(
    "Where the payer goes after paying, else the application's; {SESSION_ID} becomes the id",
  ),
  cancelUrl: urlField.describe("Where the payer goes after giving up, else the application's"),
  expiresInSeconds: z
    .int('must be a whole number of seconds')
    .min(60, 'must be at least 60')
    .max(7 * 24 * 60 * 60, 'must be at most 604800, which is a week')
    .default(DEFAULT_OPEN_SECONDS)
    .describe('How long it can be paid'),
  metadata: z
    .record(textField(40), metadataValue)
    .refine((value) => Object.keys(value).length <= MOST_METADATA, `must have at most ${MOST_METADATA} members`)
    .optional()
    .describe(
      'Yours, given back with the payment. In TEST, sandbox_outcome decides how it ends: '.concat(
        sandboxOutcomes.join(', '),
      ),
    ),
})

export type PaymentRequest = z.output<typeof PaymentBody>
