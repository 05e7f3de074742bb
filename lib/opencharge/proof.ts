import * as z from 'zod'
import type { CurrencyTable } from '@/lib/money/currency'
import { parseDecimal, sameDecimal } from '@/lib/money/decimal'
import { formatAmount, type Money, parseAmount } from '@/lib/money/money'
import { asParsed } from '@/lib/opencharge/as-parsed'
import { invalidRequest, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import * as fields from '@/lib/opencharge/fields'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { PublicKey } from '@/lib/opencharge/keys'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { shallowDetails, verifyObject } from '@/lib/opencharge/signed-object'
import type { Verifier } from '@/lib/opencharge/signer'

/** One side of a transfer (protocol section 4). */
export const partyShape = z.looseObject({ ocid: fields.ocidField, reference: fields.referenceField.optional() })

/** The members of a proof that the protocol names (section 4), for documents. To read a proof use `ProofSchema`. */
export const proofShape = z.looseObject({
  txid: fields.idField,
  issuer: fields.ocidField,
  from: partyShape,
  to: partyShape,
  amount: fields.amountField,
  currency: fields.currencyField,
  timestamp: fields.epochSecondsField,
  memo: fields.memoField.optional(),
})

/** A signed receipt, exactly as parsed: unknown members included, since they are signed. */
export type Proof = z.infer<typeof proofShape> & JsonObject

/** Checks a proof's shape and gives back the same object (protocol sections 2.3 and 4). */
export const ProofSchema: z.ZodType<Proof, unknown> = asParsed<Proof>(proofShape)

/** What a proof must say to count. What is left out is not checked. */
export interface ExpectedProof {
  /** Who must have been credited. */
  readonly receiverOcid: number
  readonly reference?: string
  readonly money?: Money
}

/** Reads a proof from parsed JSON; `INVALID_PROOF` with `details.issues` when its shape is wrong (section 4). */
export function parseProof(value: unknown): Result<Proof, ProtocolError> {
  const parsed = ProofSchema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const { details } = invalidRequest(parsed.error)
  return err(protocolError('INVALID_PROOF', { message: 'The proof is malformed', ...(details && { details }) }))
}

/** Whether the issuer is one of the accepted OCIDs; else `ISSUER_NOT_ACCEPTED` (section 4). */
export function checkProofIssuer(proof: Proof, accepts: readonly number[]): Result<true, ProtocolError> {
  if (accepts.includes(proof.issuer)) return ok(true)
  return err(protocolError('ISSUER_NOT_ACCEPTED', { details: { issuer: proof.issuer, accepts: [...accepts] } }))
}

/** Checks the issuer's signature (wire form) over the whole proof; else `PROOF_SIGNATURE_INVALID` (sections 2.3, 4). */
export function checkProofSignature(
  proof: Proof,
  signature: unknown,
  issuerKey: PublicKey,
  verifier: Verifier,
): Result<true, ProtocolError> {
  const verdict = verifyObject(proof, signature, issuerKey, verifier)
  if (verdict === 'valid') return ok(true)
  const details = verdict === 'shallow' ? { details: shallowDetails('who paid and who was paid (from, to) are') } : {}
  return err(protocolError('PROOF_SIGNATURE_INVALID', details))
}

/**
 * Whether a proof says what is expected, in the order of protocol section 4: `to.ocid` and `to.reference`
 * (`INVALID_PROOF`), amount as a number (`AMOUNT_MISMATCH`), currency (`CURRENCY_MISMATCH`).
 */
export function checkProofTerms(proof: Proof, expected: ExpectedProof): Result<true, ProtocolError> {
  if (proof.to.ocid !== expected.receiverOcid) return err(invalidProof('receiver_mismatch'))
  if (expected.reference !== undefined && proof.to.reference !== expected.reference) {
    return err(invalidProof('reference_mismatch'))
  }
  return expected.money === undefined ? ok(true) : checkProofMoney(proof, expected.money)
}

/**
 * Everything of section 4 that needs no memory, in its order: shape → issuer → signature → receiver → amount, currency.
 * Whether `(issuer, txid)` was used before is the caller's next check. Gives the proof as parsed.
 */
export function verifyProof(
  input: {
    readonly proof: unknown
    readonly signature: unknown
    readonly accepts: readonly number[]
    readonly issuerKey: PublicKey
    readonly expected: ExpectedProof
  },
  verifier: Verifier,
): Result<Proof, ProtocolError> {
  const parsed = parseProof(input.proof)
  if (!parsed.ok) return parsed
  const issuer = checkProofIssuer(parsed.value, input.accepts)
  if (!issuer.ok) return issuer
  const signature = checkProofSignature(parsed.value, input.signature, input.issuerKey, verifier)
  if (!signature.ok) return signature
  const terms = checkProofTerms(parsed.value, input.expected)
  return terms.ok ? parsed : terms
}

/** The proof's amount as money; `CURRENCY_MISMATCH` or `INVALID_PROOF` when the table has no such money (section 4). */
export function proofMoney(proof: Proof, currencies: CurrencyTable): Result<Money, ProtocolError> {
  const currency = currencies.get(proof.currency)
  if (currency === undefined) return err(protocolError('CURRENCY_MISMATCH', { details: { currency: proof.currency } }))
  const amount = parseAmount(proof.amount, currency)
  return amount.ok ? ok({ amountMinor: amount.value, currency }) : err(invalidProof('amount_not_of_currency'))
}

/** The refusal of a proof whose `(issuer, txid)` already stands for something else (section 4). */
export function txidReused(): ProtocolError {
  return invalidProof('txid_reused')
}

function checkProofMoney(proof: Proof, money: Money): Result<true, ProtocolError> {
  const { code, exponent } = money.currency
  const amount = parseDecimal(proof.amount)
  if (amount === undefined || !sameDecimal(amount, { digits: money.amountMinor, scale: exponent })) {
    const details = { expected: formatAmount(money.amountMinor, exponent), received: proof.amount }
    return err(protocolError('AMOUNT_MISMATCH', { details }))
  }
  if (proof.currency === code) return ok(true)
  return err(protocolError('CURRENCY_MISMATCH', { details: { expected: code, received: proof.currency } }))
}

const proofHints = {
  receiver_mismatch: 'The proof credits another party (to.ocid)',
  reference_mismatch: 'The proof is for another reference (to.reference)',
  amount_not_of_currency: "The proof's amount has more digits than its currency",
  txid_reused: 'This issuer and txid were used before for something else',
} as const

function invalidProof(hint: keyof typeof proofHints): ProtocolError {
  return protocolError('INVALID_PROOF', { message: proofHints[hint], details: { hint } })
}
