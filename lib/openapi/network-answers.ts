import * as z from 'zod'
import { protocolErrors } from '@/lib/opencharge/error-table'
import { amountField, epochSecondsField, idField, ocidField } from '@/lib/opencharge/fields'
import { proofShape } from '@/lib/opencharge/proof'

const codes = Object.keys(protocolErrors) as [keyof typeof protocolErrors]
const proven = { proof: proofShape, signature: z.string() }
const settlement = z.object({ currencies: z.array(z.string()), accepts: z.array(ocidField) })

/** What our network endpoints answer, for documents and for the tests that hold real answers against them. */
export const answerShapes = {
  metadata: z.object({
    opencharge: z.literal('0.1'),
    name: z.string(),
    profile: z.string(),
    icon: z.string().optional(),
    config: z.object({
      publicKey: z.string().regex(/^[0-9a-f]{128}$/),
      endpoint: z.string(),
      capabilities: z.array(z.string()),
      settlement,
    }),
    kyc: z.array(z.unknown()),
    signature: z.string().regex(/^[0-9a-f]{130}$/),
    contact: z.string().optional(),
  }),
  capabilities: z.object({ ocid: ocidField, name: z.string(), capabilities: z.array(z.string()), settlement }),
  checkout: z.object({ checkout_url: z.string(), session_id: idField, expires_at: epochSecondsField }),
  codeOrder: z.object({
    status: z.literal('pending'),
    order_id: idField,
    status_url: z.string(),
    expires_at: epochSecondsField,
  }),
  orderStatus: z.object({
    orderId: idField,
    status: z.enum(['pending', 'paid', 'expired', 'cancelled']),
    paidAt: epochSecondsField.optional(),
    txid: idField.optional(),
  }),
  transfer: z.object({ status: z.literal('completed'), txid: idField, ...proven }),
  acceptedProof: z.object({ status: z.literal('accepted'), txid: idField }),
  payment: z.object({
    status: z.literal('pending_settlement'),
    txid: idField,
    amount: amountField,
    currency: z.string(),
    expiresAt: epochSecondsField,
    settlement: z.object({ accepts: z.array(ocidField) }),
  }),
  settledPayment: z.object({ status: z.literal('completed'), ...proven }),
  transaction: z.union([
    z.object({ status: z.literal('completed'), ...proven }),
    z.object({ status: z.enum(['pending', 'expired']), txid: idField }),
  ]),
  error: z.object({
    error: z.object({
      code: z.enum(codes),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
}

export type AnswerName = keyof typeof answerShapes
