import * as z from 'zod'
import { err, ok } from '@/lib/opencharge/result'
import { paymentJson } from './app-payment'
import { findAppPayment, listAppPayments } from './app-payment-store'
import { found, merchantError } from './envelope'
import type { MerchantCall, Outcome } from './merchant-route'
import { customerReferenceField } from './payment-request'
import { readFields } from './read-fields'

/** GET /payments/{id}. */
export async function getPayment({ gateway, application, mode, params }: MerchantCall<undefined>): Promise<Outcome> {
  const payment = await findAppPayment(params.id ?? '', application.id, mode)
  return payment ? ok(found(paymentJson(gateway.env.PUBLIC_URL, payment))) : err(merchantError('RESOURCE_NOT_FOUND'))
}

const wholeNumber = (least: number, most: number, preset: number, sentence: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, sentence)
    .transform(Number)
    .refine((value) => value >= least && value <= most, sentence)
    .default(preset)
    .meta({ type: 'integer', minimum: least, maximum: most, description: `By default ${preset}`, pattern: undefined })

/** What a list can be asked for (merchant API, Envelope). */
export const ListQuery = z.strictObject({
  customerReference: customerReferenceField,
  page: wholeNumber(0, 1_000_000, 0, 'must be a whole number from 0'),
  size: wholeNumber(1, 100, 20, 'must be a whole number from 1 to 100'),
  sortBy: z
    .enum(['createdAt', 'updatedAt', 'amountMinor'], 'must be createdAt, updatedAt or amountMinor')
    .default('createdAt'),
  order: z.enum(['ASC', 'DESC'], 'must be ASC or DESC').default('DESC'),
})

/** GET /payments: the payments of one customer, a page at a time. */
export async function listPayments({ gateway, application, mode, query }: MerchantCall<undefined>): Promise<Outcome> {
  const asked = readFields(ListQuery, query())
  if (!asked.ok) return asked
  const { page, size } = asked.value
  const { payments, total } = await listAppPayments({ ...asked.value, applicationId: application.id, mode })
  const pagination = { page, size, totalElements: total, totalPages: Math.ceil(total / size) }
  return ok(
    found(
      payments.map((payment) => paymentJson(gateway.env.PUBLIC_URL, payment)),
      pagination,
    ),
  )
}
