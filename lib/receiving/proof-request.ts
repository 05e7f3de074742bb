import * as z from 'zod'
import type { JsonValue } from '@/lib/opencharge/json-value'
import { proofShape } from '@/lib/opencharge/proof'
import { signatureField, txidField } from './request-fields'

/** The body of POST /transfer/webhook for documents (protocol section 5). To read one use `ProofBody`. */
export const proofBodyShape = z.object({ proof: proofShape, signature: signatureField })

/** The body of POST /payment/settle for documents. To read one use `PaymentSettleBody`. */
export const paymentSettleShape = proofBodyShape.extend({ txid: txidField })

// A malformed proof has a code of its own, and its place among the checks: here it only has to be there.
const anyProof = z.custom<JsonValue>((value) => value !== undefined, 'is missing')

export const ProofBody = z.object({ proof: anyProof, signature: signatureField })
export const PaymentSettleBody = z.object({ txid: txidField, proof: anyProof, signature: signatureField })

export type ProofRequest = z.output<typeof ProofBody>
export type SettleRequest = z.output<typeof PaymentSettleBody>
