import type * as z from 'zod'
import { checkoutCreateShape } from '@/lib/checkout/checkout-request'
import { codeOrderShape } from '@/lib/codes/code-order-request'
import { paymentCreateShape } from '@/lib/receiving/payment-request'
import { paymentSettleShape, proofBodyShape } from '@/lib/receiving/proof-request'
import { transferCreateShape } from '@/lib/receiving/transfer-request'
import { jsonSchema } from './json-schema'
import { type AnswerName, answerShapes } from './network-answers'

interface Operation {
  readonly method: 'get' | 'post'
  readonly summary: string
  readonly answer: AnswerName | 'openapi'
  readonly isSigned: boolean
  /** Takes an Idempotency-Key: the same content under it is done once. */
  readonly isRepeatable?: boolean
  readonly parameters?: readonly string[]
  readonly body?: z.ZodType
}

const operations: Readonly<Record<string, Operation>> = {
  '/metadata.json': { method: 'get', summary: 'Who this gateway is', answer: 'metadata', isSigned: false },
  '/openapi.json': { method: 'get', summary: 'This document', answer: 'openapi', isSigned: false },
  '/capabilities': { method: 'get', summary: 'What the caller may use here', answer: 'capabilities', isSigned: true },
  '/checkout/create': {
    method: 'post',
    summary: "Turn a merchant's signed order into a page where it can be paid",
    answer: 'checkout',
    isSigned: true,
    body: checkoutCreateShape,
  },
  '/orders/create/{sessionId}': {
    method: 'post',
    summary: 'Bring an order to the code that a person shows',
    answer: 'codeOrder',
    isSigned: true,
    parameters: ['sessionId'],
    body: codeOrderShape,
  },
  '/orders/{id}/status': {
    method: 'get',
    summary: "What became of the caller's own order",
    answer: 'orderStatus',
    isSigned: true,
    parameters: ['id'],
  },
  '/transfer/create': {
    method: 'post',
    summary: "Move money out of the caller's reserve into an account that is kept here",
    answer: 'transfer',
    isSigned: true,
    isRepeatable: true,
    body: transferCreateShape,
  },
  '/transfer/webhook': {
    method: 'post',
    summary: 'Prove that money was moved to this gateway',
    answer: 'acceptedProof',
    isSigned: true,
    body: proofBodyShape,
  },
  '/payment/create': {
    method: 'post',
    summary: 'Announce a payment to a merchant whose account is kept here',
    answer: 'payment',
    isSigned: true,
    isRepeatable: true,
    body: paymentCreateShape,
  },
  '/payment/settle': {
    method: 'post',
    summary: "Settle an announced payment by a provider's proof",
    answer: 'settledPayment',
    isSigned: true,
    body: paymentSettleShape,
  },
  '/verify/{txid}': {
    method: 'get',
    summary: 'A proof as it was signed, for its issuer and those whom it names; or what became of a payment',
    answer: 'transaction',
    isSigned: true,
    parameters: ['txid'],
  },
}

const authHeaders = {
  'X-OC-ID': "The caller's OCID, in decimal digits",
  'X-OC-Timestamp': 'Unix seconds, at most 300 from now',
  'X-OC-Nonce': '1 to 128 printable ASCII characters, never used before',
  'X-OC-Signature': 'ECDSA on secp256k1 over the SHA-256 of the canonical request',
}

/** The OpenAPI 3.1 description of the network API, made from the schemas that the handlers use. */
export function openapiDocument(endpoint: string) {
  const paths = Object.entries(operations).map(([path, operation]) => [
    path,
    { [operation.method]: operationObject(operation) },
  ])
  const schemas = Object.entries(answerShapes).map(([name, shape]) => [name, jsonSchema(shape, 'output')])
  return {
    openapi: '3.1.0',
    info: { title: 'Opencharge Payment Gateway', version: '0.1.0', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: endpoint }],
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  }
}

function operationObject({ summary, answer, isSigned, isRepeatable, parameters = [], body }: Operation) {
  const inPath = parameters.map((name) => parameter(name, 'path'))
  const inHeaders = Object.entries(authHeaders).map(([name, text]) => ({
    ...parameter(name, 'header'),
    description: text,
  }))
  const success = answer === 'openapi' ? { schema: { type: 'object' } } : reference(answer)
  return {
    summary,
    parameters: [...inPath, ...(isSigned ? inHeaders : []), ...(isRepeatable ? [idempotencyKey] : [])],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: {
      200: { description: 'Done', headers: signedHeaders, content: { 'application/json': success } },
      default: { description: 'Refused', headers: signedHeaders, content: { 'application/json': reference('error') } },
    },
  }
}

const signedHeaders = Object.fromEntries(
  ['X-OC-ID', 'X-OC-Timestamp', 'X-OC-Signature'].map((name) => [name, { schema: { type: 'string' } }]),
)
const parameter = (name: string, place: 'path' | 'header') => ({
  name,
  in: place,
  required: true,
  schema: { type: 'string' },
})
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^[\\x20-\\x7e]{1,255}$' },
}
const reference = (name: string) => ({ schema: { $ref: `#/components/schemas/${name}` } })
