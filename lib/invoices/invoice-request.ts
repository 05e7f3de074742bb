import * as z from 'zod'
import {
  currencyCodeField,
  customerReferenceField,
  DEFAULT_CURRENCY,
  emailField,
  MOST_AMOUNT_MINOR,
  textField,
} from '@/lib/merchant-api/payment-request'
import { totalMinorOf } from './invoice'

const MOST_LINES = 200
const MOST_QTY = 1_000_000

const LineItemBody = z.strictObject({
  description: textField(200).describe('What the line is about; the payer reads it'),
  qty: z.int('must be a whole number').min(1, 'must be at least 1').max(MOST_QTY, `must be at most ${MOST_QTY}`),
  unitAmountMinor: z
    .int('must be a whole number of minor units, without a fraction and not as text')
    .min(0, 'must be at least 0')
    .max(MOST_AMOUNT_MINOR, `must be at most ${MOST_AMOUNT_MINOR}`),
})

// Lines that are wrong one by one have no total.
const isSound = ({ issues }: z.core.ParsePayload) => issues.length === 0

const dateSentence = 'must be a date, like 2026-12-31'

/** POST /invoices (merchant API, Invoices). */
export const InvoiceBody = z.strictObject({
  customerReference: customerReferenceField.describe('What you call the customer; it stands on the invoice'),
  lineItems: z
    .array(LineItemBody, 'must be a list of lines')
    .min(1, 'must have at least one line')
    .max(MOST_LINES, `must have at most ${MOST_LINES} lines`)
    .refine((lines) => totalMinorOf(lines) > 0n, { error: 'must come to more than 0 together', when: isSound })
    .refine((lines) => totalMinorOf(lines) <= BigInt(MOST_AMOUNT_MINOR), {
      error: `must come to at most ${MOST_AMOUNT_MINOR} together`,
      when: isSound,
    }),
  currency: currencyCodeField.default(DEFAULT_CURRENCY),
  customerEmail: emailField.optional().describe('Kept with the invoice; nothing is mailed to it'),
  dueDate: z.iso
    .date(dateSentence)
    // PostgreSQL has no year 0.
    .refine((date) => date >= '1970-01-01', 'must be a date from 1970-01-01 on')
    .optional()
    .describe('After this day (UTC) it is OVERDUE'),
  issue: z
    .boolean('must be true or false')
    .default(true)
    .describe('false makes a draft, which has no number and cannot be paid'),
})

export type InvoiceRequest = z.output<typeof InvoiceBody>

/** For what needs no field. */
export const NoFields = z.strictObject({})
