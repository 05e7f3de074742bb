import * as z from 'zod'
import { InvoiceBody } from '@/lib/invoices/invoice-request'
import { jsonSchema } from '@/lib/openapi/json-schema'
import { errorEnvelope, type MerchantAnswerName, merchantAnswerShapes, successEnvelope } from './answer-shapes'
import { type MerchantErrorCode, merchantErrors } from './envelope'
import { type EventType, eventData, eventTypes } from './event-types'
import { PaymentBody } from './payment-request'
import { ListQuery } from './read-payments'
import { RefundBody } from './refunds'

/** One endpoint, as the document tells of it. */
export interface Operation {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly answer: MerchantAnswerName
  readonly isCreation?: boolean
  readonly isPublic?: boolean
  readonly isRepeatable?: boolean
  readonly isPaged?: boolean
  readonly body?: z.ZodType
  readonly query?: z.ZodObject
  readonly refusals: readonly MerchantErrorCode[]
}

/** Every endpoint of the merchant API. */
export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/app/me',
    id: 'getApplication',
    summary: 'Whose credential this is, and of which mode',
    answer: 'application',
    refusals: [],
  },
  {
    method: 'post',
    path: '/payments',
    id: 'createPayment',
    summary: 'Create a payment, and the page where it is paid',
    answer: 'payment',
    isCreation: true,
    isRepeatable: true,
    body: PaymentBody,
    refusals: ['VALIDATION_ERROR', 'RESOURCE_ALREADY_EXISTS', 'INVALID_OPERATION_STATE'],
  },
  {
    method: 'get',
    path: '/payments',
    id: 'listPayments',
    summary: 'The payments of one customer, a page at a time',
    answer: 'payments',
    isPaged: true,
    query: ListQuery,
    refusals: ['VALIDATION_ERROR'],
  },
  {
    method: 'get',
    path: '/payments/{id}',
    id: 'getPayment',
    summary: 'A payment and how it stands',
    answer: 'payment',
    refusals: ['RESOURCE_NOT_FOUND'],
  },
  {
    method: 'get',
    path: '/payments/{id}/receipt',
    id: 'getReceipt',
    summary: 'What was paid and given back, with our signed proof',
    answer: 'receipt',
    refusals: ['FORBIDDEN', 'RESOURCE_NOT_FOUND', 'INVALID_OPERATION_STATE'],
  },
  {
    method: 'post',
    path: '/payments/{id}/refunds',
    id: 'createRefund',
    summary:
      'Give money of a payment back to the wallet that paid. 201 says that the refund was made, and status what came of it: one that is FAILED is tried again under another Idempotency-Key',
    answer: 'refund',
    isCreation: true,
    isRepeatable: true,
    body: RefundBody,
    refusals: ['VALIDATION_ERROR', 'RESOURCE_NOT_FOUND', 'INVALID_OPERATION_STATE', 'REFUND_EXCEEDS_REFUNDABLE'],
  },
  {
    method: 'get',
    path: '/refunds/{id}',
    id: 'getRefund',
    summary: 'A refund and how it stands',
    answer: 'refund',
    refusals: ['RESOURCE_NOT_FOUND'],
  },
  {
    method: 'post',
    path: '/invoices',
    id: 'createInvoice',
    summary: 'Create an invoice. It is issued at once and gets its number, unless issue is false',
    answer: 'invoice',
    isCreation: true,
    isRepeatable: true,
    body: InvoiceBody,
    refusals: ['VALIDATION_ERROR'],
  },
  {
    method: 'get',
    path: '/invoices/{id}',
    id: 'getInvoice',
    summary: 'An invoice and what is still due',
    answer: 'invoice',
    refusals: ['RESOURCE_NOT_FOUND'],
  },
  {
    method: 'post',
    path: '/invoices/{id}/issue',
    id: 'issueInvoice',
    summary: 'Give a draft its number',
    answer: 'invoice',
    refusals: ['VALIDATION_ERROR', 'RESOURCE_NOT_FOUND', 'INVALID_OPERATION_STATE'],
  },
  {
    method: 'post',
    path: '/invoices/{id}/payable-link',
    id: 'createPayableLink',
    summary:
      'A page where all that is still due can be paid, for a day at most and an hour at least; the lasting address is the url of the invoice. For a part of it create a payment with invoiceId',
    answer: 'payableLink',
    isCreation: true,
    refusals: ['VALIDATION_ERROR', 'RESOURCE_NOT_FOUND', 'INVALID_OPERATION_STATE'],
  },
  {
    method: 'get',
    path: '/checkout/{reference}',
    id: 'getCheckout',
    summary: 'The data behind the page of a payment, for anybody who has its reference',
    answer: 'publicCheckout',
    isPublic: true,
    refusals: ['RESOURCE_NOT_FOUND'],
  },
]

const description = `Payments with an API key, for shops without an identity on the Opencharge network.
Every answer has the same envelope. Amounts are whole numbers of minor units. The key decides the mode, TEST or LIVE.`

/** The OpenAPI 3.1 description of the merchant API, made from the schemas that the handlers use. */
export function merchantOpenapi(publicUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) }
  }
  const shapes = Object.entries(merchantAnswerShapes).map(([name, shape]) => [name, jsonSchema(shape, 'output')])
  return {
    openapi: '3.1.0',
    info: { title: 'Merchant API', version: '1.0.0', description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ key: [], secret: [] }],
    paths,
    webhooks: Object.fromEntries(eventTypes.map((type) => [type, { post: webhookObject(type) }])),
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        secret: { type: 'apiKey', in: 'header', name: 'X-Api-Secret' },
      },
      schemas: { ...Object.fromEntries(shapes), error: jsonSchema(errorEnvelope, 'output') },
    },
  }
}

function operationObject(operation: Operation) {
  const { id, summary, body, isPublic, isCreation } = operation
  const success = { description: 'Done', content: json(successSchema(operation)) }
  const earlier = { ...success, description: 'It was made by an earlier request' }
  return {
    operationId: id,
    tags: [tagOf(operation)],
    summary,
    ...(isPublic && { security: [] }),
    parameters: parametersOf(operation),
    ...(body && { requestBody: { required: true, content: json(jsonSchema(body, 'input')) } }),
    responses: {
      ...(isCreation ? { 201: success, 200: earlier } : { 200: success }),
      ...refusalsOf(operation),
    },
  }
}

const webhookHeaders = {
  'webhook-id': 'The same for every attempt at this event: act once on it',
  'webhook-timestamp': 'When this attempt was made, in Unix seconds',
  'webhook-signature':
    'Standard Webhooks: v1 and the base64 of an HMAC-SHA-256 under the secret of the application; two of them, with a space between, while it is being changed',
}

/** What an application is sent, and what it answers. */
function webhookObject(type: EventType) {
  const members = {
    type: { const: type },
    timestamp: { type: 'string', format: 'date-time', description: 'When it happened' },
    mode: {
      enum: ['TEST', 'LIVE'],
      description: 'Both come to the same URL under the same secret: never take a test for money',
    },
    data: { $ref: `#/components/schemas/${eventData[type]}` },
  }
  const body = { type: 'object', properties: members, required: Object.keys(members) }
  return {
    operationId: type,
    tags: ['webhooks'],
    summary: `What is sent to the webhook URL of the application: ${type}`,
    security: [],
    parameters: Object.entries(webhookHeaders).map(([name, description]) => ({
      name,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: json(body) },
    responses: {
      '2XX': {
        description:
          'Taken, within five seconds. Anything else is tried again for three days; a redirect is not followed',
      },
    },
  }
}

/** What a reference files it under: the first word of its path. */
const tagOf = ({ path }: Operation): string => path.split('/')[1] ?? ''

/** The envelope with its data named, so that a client has one type for each kind of thing. */
function successSchema({ answer, isPaged = false }: Operation) {
  const schema = jsonSchema(successEnvelope(z.unknown(), isPaged), 'output') as { properties: Record<string, unknown> }
  return { ...schema, properties: { ...schema.properties, data: { $ref: `#/components/schemas/${answer}` } } }
}

function parametersOf({ path, query, isRepeatable }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return [...inPath, ...(query ? queryParameters(query) : []), ...(isRepeatable ? [idempotencyKey] : [])]
}

function queryParameters(query: z.ZodObject) {
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same request under the same key is done once; its answer, a refusal too, is kept for 24 hours. Another path or body under it is a conflict.',
  schema: { type: 'string', pattern: '^[\\x20-\\x7e]{1,255}$' },
}

function refusalsOf({ refusals, isPublic, isRepeatable }: Operation) {
  const always: MerchantErrorCode[] = ['RATE_LIMITED', 'INTERNAL_ERROR', 'SERVICE_UNAVAILABLE']
  const ofKeys: MerchantErrorCode[] = isRepeatable ? ['IDEMPOTENCY_KEY_CONFLICT', 'IDEMPOTENCY_IN_PROGRESS'] : []
  const codes = [...(isPublic ? [] : (['UNAUTHORIZED'] as const)), ...refusals, ...ofKeys, ...always]
  const byStatus = groupedByStatus(codes)
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `${code}: ${merchantErrors[code].message}`).join('. '),
        content: json(reference('error')),
      },
    ]),
  )
}

function groupedByStatus(codes: readonly MerchantErrorCode[]): Map<number, MerchantErrorCode[]> {
  const byStatus = new Map<number, MerchantErrorCode[]>()
  for (const code of codes) {
    const { status } = merchantErrors[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return byStatus
}

const json = (schema: unknown) => ({ 'application/json': { schema } })
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
