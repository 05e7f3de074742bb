import * as z from 'zod'
import { paymentStatuses } from '@/lib/checkout/payment-lifecycle'
import { refundStatuses } from '@/lib/refunds/refund'
import { merchantErrors } from './envelope'

const mode = z.enum(['TEST', 'LIVE'])
const minor = z.int().min(0)
const moment = z.iso.datetime()
const status = z.enum(paymentStatuses as [(typeof paymentStatuses)[number]])
const errorCodes = Object.keys(merchantErrors) as [keyof typeof merchantErrors]

const payment = z.strictObject({
  id: z.string(),
  reference: z.string().meta({ description: 'The same as id' }),
  status,
  applicationId: z.string(),
  mode,
  amountMinor: minor,
  currency: z.string(),
  gateway: z.enum(['OPENCHARGE', 'SANDBOX']),
  gatewayTxnId: z.string().nullable(),
  checkoutUrl: z.url(),
  redirectUrl: z.string().nullable().meta({ description: 'Where the payer goes after paying' }),
  invoiceId: z.string().nullable(),
  failureCode: z
    .string()
    .nullable()
    .meta({ description: 'Why it is FAILED, which only a test ever is: DECLINED, INSUFFICIENT_FUNDS, ALREADY_PAID' }),
  customerReference: z.string(),
  metadata: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .nullable()
    .meta({ description: 'What you sent with it' }),
  expiresAt: moment,
  createdAt: moment,
  updatedAt: moment,
})

/** What the merchant API answers under `data`, for its document and for the tests that hold real answers against it. */
export const merchantAnswerShapes = {
  application: z.strictObject({ id: z.string(), name: z.string(), mode }),
  payment,
  payments: z.array(payment),
  publicCheckout: z.strictObject({
    reference: z.string(),
    status,
    amountMinor: minor,
    amountDisplay: z.string(),
    currency: z.string(),
    appName: z.string(),
    gateway: z.enum(['OPENCHARGE', 'SANDBOX']),
    gatewayRedirectUrl: z.url(),
    paidAt: moment.nullable(),
  }),
  refund: z.strictObject({
    id: z.string(),
    paymentId: z.string(),
    status: z.enum(refundStatuses),
    amountMinor: minor,
    currency: z.string(),
    reason: z.string().nullable(),
    failureCode: z.enum(['INSUFFICIENT_BALANCE', 'REJECTED']).nullable(),
    gatewayTxnId: z.string().nullable(),
    createdAt: moment,
    updatedAt: moment,
    endedAt: moment.nullable(),
  }),
  receipt: z.strictObject({
    paymentId: z.string(),
    status,
    mode,
    amountMinor: minor,
    refundedMinor: minor,
    keptMinor: minor,
    currency: z.string(),
    items: z.array(
      z.strictObject({ name: z.string(), quantity: z.string(), unitAmountMinor: minor, totalMinor: minor }),
    ),
    application: z.strictObject({ id: z.string(), name: z.string(), domain: z.string() }),
    gateway: z.strictObject({ ocid: z.int(), name: z.string() }),
    paidAt: moment,
    proof: z.strictObject({ proof: z.looseObject({}), signature: z.string(), publicKey: z.string() }).nullable(),
    receiptUrl: z.url().nullable(),
  }),
  invoice: z.strictObject({
    id: z.string(),
    number: z.int().nullable(),
    status: z.enum(['DRAFT', 'ISSUED', 'PARTIALLY_PAID', 'PAID', 'OVERDUE']),
    customerReference: z.string(),
    customerEmail: z.string().nullable(),
    currency: z.string(),
    lineItems: z.array(
      z.strictObject({ description: z.string(), qty: z.int(), unitAmountMinor: minor, totalMinor: minor }),
    ),
    totalMinor: minor,
    paidMinor: minor,
    dueMinor: minor,
    dueDate: z.iso.date().nullable(),
    url: z.url().meta({ description: 'The page of the invoice, to mail: it stays, and leads to the payment' }),
    createdAt: moment,
    updatedAt: moment,
    issuedAt: moment.nullable(),
    paidAt: moment.nullable(),
  }),
  payableLink: z.strictObject({ reference: z.string(), checkoutUrl: z.url() }),
} as const

export type MerchantAnswerName = keyof typeof merchantAnswerShapes

const pagination = z.strictObject({ page: minor, size: minor, totalElements: minor, totalPages: minor })
const meta = { message: z.string(), timestamp: moment }

/** The envelope of a success around `data`. */
export const successEnvelope = (data: z.ZodType, isPaged: boolean) =>
  z.strictObject({
    data,
    meta: z.strictObject({ success: z.literal(true), errorCode: z.null(), ...meta }),
    pagination: isPaged ? pagination : z.null(),
  })

export const errorEnvelope = z.strictObject({
  data: z.looseObject({}).nullable(),
  meta: z.strictObject({ success: z.literal(false), errorCode: z.enum(errorCodes), ...meta }),
  pagination: z.null(),
})
