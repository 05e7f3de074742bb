import * as z from 'zod'
import { decimalForm } from '@/lib/money/decimal'

/** Limits of the texts in signed objects, in UTF-16 code units unless said otherwise. The protocol page sets none. */
export const limits = {
  id: 128,
  reference: 256,
  name: 300,
  memo: 1000,
  currency: 16,
  items: 200,
  accepts: 100,
  quantity: 1_000_000_000,
} as const

/** Letters, digits, signs and inner spaces of any script; no controls, invisible characters or separators of lines. */
const printable = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u

/** An identifier that goes into paths, tables and screens: 1 to 128 printable characters. */
export const idField = z.string().max(limits.id).regex(printable, 'must be printable characters')

/** A party's own note on a transfer. */
export const referenceField = z.string().max(limits.reference)

export const memoField = z.string().max(limits.memo)

/** An OCID inside a signed object: a number, 0 included (protocol section 4). */
export const ocidField = z.int().min(0)

/** Unix seconds. */
export const epochSecondsField = z.int().min(0)

/** A code; whether it is one of ours is decided where the answer to that is SETTLEMENT_NOT_SUPPORTED. */
export const currencyField = z.string().max(limits.currency).regex(printable, 'must be printable characters')

/** A decimal string ≥ 0 (protocol section 4, Money); the currency's digits are checked once the currency is known. */
export const priceField = z
  .string()
  .regex(decimalForm, { error: 'must be a decimal string such as "99.99"', abort: true })

/** A decimal string > 0 (protocol section 4, Money). */
export const amountField = priceField.regex(/[1-9]/, 'must be greater than zero')
