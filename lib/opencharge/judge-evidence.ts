import { type CurrencyTable, isCurrencyCode, isoCurrency } from '@/lib/money/currency'
import {
  type Comparison,
  compareWithOrder,
  restoreOrder,
  restoreProof,
  type SharedField,
  withChanges,
} from '@/lib/opencharge/compare-with-order'
import type { ProtocolError } from '@/lib/opencharge/errors'
import type { Evidence, EvidenceKey } from '@/lib/opencharge/evidence'
import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/opencharge/json-value'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { type Proof, parseProof, proofMoney } from '@/lib/opencharge/proof'
import { verifyObject } from '@/lib/opencharge/signed-object'
import type { Verifier } from '@/lib/opencharge/signer'

/** Whose name, when the object was changed after signing, can be found out. */
export type BrokenField = SharedField | 'issuer' | 'merchant'

/** Everything that can be said of one check; the texts for each are in the messages under `verify.reason`. */
export type Reason =
  | {
      readonly reason: 'PROOF_FORM' | 'PROOF_SHALLOW' | 'PROOF_CHANGED' | 'TIME_PASSED' | 'TIME_AHEAD' | 'ORDER_SHALLOW'
    }
  | { readonly reason: 'ORDER_CHANGED' | 'ORDER_UNSIGNED' | 'KEY_UNDATED' }
  | { readonly reason: 'PROOF_MALFORMED' | 'ORDER_MALFORMED'; readonly issues: string }
  | { readonly reason: 'PROOF_SIGNED' | 'ORDER_SIGNED'; readonly ocid: number; readonly key: EvidenceKey }
  | {
      readonly reason: 'PROOF_BROKEN' | 'ORDER_BROKEN'
      readonly fields: readonly BrokenField[]
      readonly isCertain: boolean
    }
  | { readonly reason: 'NO_KEY' | 'ORDER_NO_KEY'; readonly ocid: number }
  | {
      readonly reason: 'KEY_SEEN' | 'KEY_SEEN_LATER' | 'KEY_SEEN_BEFORE' | 'KEY_SPAN_IMPOSSIBLE'
      readonly key: EvidenceKey
    }
  | {
      readonly reason: 'AMOUNT_FORM' | 'AMOUNT_NOT_OF_CURRENCY' | 'CURRENCY_UNKNOWN' | 'CURRENCY_FORM'
      readonly proof: Proof
    }
  | {
      readonly reason: 'SAME' | 'SAME_UNSIGNED' | 'PAID_TO_ACCEPTED' | 'PAID_TO_GATEWAY' | 'DIFFERENT'
      readonly comparison: Comparison
    }

export type CheckName = 'form' | 'signature' | 'key' | 'time' | 'money' | 'order' | 'orderSignature' | SharedField

export type Check = {
  readonly check: CheckName
  /** A `note` is worth knowing and breaks nothing; `unknown` is what the order says and nobody has proved. */
  readonly state: 'ok' | 'note' | 'unknown' | 'fault'
} & Reason

export interface Judgement {
  /** `undecided`: nothing is wrong, and there is no key to check the signature with. */
  readonly verdict: 'valid' | 'undecided' | 'broken'
  /** What the proof says, when it can be read. */
  readonly proof: Proof | null
  readonly order: Order | null
  /** The key under which the proof's signature is valid. */
  readonly key: EvidenceKey | null
  readonly checks: readonly Check[]
}

const CLOCK_WINDOW_SECONDS = 300

/** Judges what a piece of evidence shows by itself. Whose the keys are, and whether money arrived, it cannot show. */
export function judgeEvidence(
  evidence: Evidence,
  verifier: Verifier,
  currencies: CurrencyTable,
  nowEpochSeconds: number,
): Judgement {
  const proof = parseProof(evidence.proof)
  if (!proof.ok) {
    const malformed = {
      check: 'form',
      state: 'fault',
      reason: 'PROOF_MALFORMED',
      issues: issuesOf(proof.error),
    } as const
    return { verdict: 'broken', proof: null, order: null, key: null, checks: [malformed] }
  }
  const order = evidence.order === undefined ? undefined : parseOrder(evidence.order)
  const sides = { proof: proof.value, order: order?.ok ? order.value : null }
  const signature = judgeSignature(sides, evidence, verifier)
  const checks: Check[] = [
    { check: 'form', state: 'ok', reason: 'PROOF_FORM' },
    signature,
    ...(signature.reason === 'PROOF_SIGNED' ? [judgeKey(proof.value, signature.key)] : []),
    judgeTime(proof.value, nowEpochSeconds),
    judgeMoney(proof.value, currencies),
    ...(order?.ok === false ? [malformedOrder(order.error)] : []),
    ...(sides.order ? judgeOrder(sides.proof, sides.order, evidence, verifier) : []),
  ]
  const isBroken = checks.some(({ state }) => state === 'fault')
  const key = signature.reason === 'PROOF_SIGNED' ? signature.key : null
  return { verdict: isBroken ? 'broken' : key ? 'valid' : 'undecided', ...sides, key, checks }
}

interface Sides {
  readonly proof: Proof
  readonly order: Order | null
}

function judgeSignature({ proof, order }: Sides, { signature, keys }: Evidence, verifier: Verifier): Check {
  const check = 'signature'
  const found = findSigner(proof, signature, keysFor(keys, proof.issuer, true), verifier)
  if (found.key) return { check, state: 'ok', reason: 'PROOF_SIGNED', ocid: proof.issuer, key: found.key }
  if (found.isShallow) return { check, state: 'fault', reason: 'PROOF_SHALLOW' }
  const byOther = (text: JsonObject) => keys.some(({ key }) => verifyObject(text, signature, key, verifier) === 'valid')
  const renamed = keys.some(({ ocid, key }) => {
    return ocid !== null && verifyObject(withChanges(proof, { issuer: ocid }), signature, key, verifier) === 'valid'
  })
  if (renamed) return { check, state: 'fault', reason: 'PROOF_BROKEN', fields: ['issuer'], isCertain: true }
  if (found.tried === 0) return { check, state: 'note', reason: 'NO_KEY', ocid: proof.issuer }
  const fields = order ? differing(proof, order) : []
  if (!order || fields.length === 0) return { check, state: 'fault', reason: 'PROOF_CHANGED' }
  const isCertain = byOther(restoreProof(proof, order, fields))
  return { check, state: 'fault', reason: 'PROOF_BROKEN', fields, isCertain }
}

const differing = (proof: Proof, order: Order): SharedField[] =>
  compareWithOrder(proof, order).flatMap(({ field, outcome }) => (outcome === 'different' ? [field] : []))

function judgeOrder(proof: Proof, order: Order, evidence: Evidence, verifier: Verifier): Check[] {
  const signature = judgeOrderSignature(proof, order, evidence, verifier)
  const isSigned = signature.reason === 'ORDER_SIGNED'
  return [signature, ...compareWithOrder(proof, order).map((comparison) => agreement(comparison, isSigned))]
}

function judgeOrderSignature(proof: Proof, order: Order, evidence: Evidence, verifier: Verifier): Check {
  const check = 'orderSignature'
  const { orderSignature, keys } = evidence
  if (orderSignature === undefined) return { check, state: 'unknown', reason: 'ORDER_UNSIGNED' }
  const found = findSigner(order, orderSignature, keysFor(keys, order.ocid, false), verifier)
  if (found.key) return { check, state: 'ok', reason: 'ORDER_SIGNED', ocid: order.ocid, key: found.key }
  if (found.isShallow) return { check, state: 'fault', reason: 'ORDER_SHALLOW' }
  const signs = (text: Order, { key }: EvidenceKey) => verifyObject(text, orderSignature, key, verifier) === 'valid'
  const renamed = keys.some((entry) => entry.ocid !== null && signs(withChanges(order, { ocid: entry.ocid }), entry))
  if (renamed) return { check, state: 'fault', reason: 'ORDER_BROKEN', fields: ['merchant'], isCertain: true }
  if (found.tried === 0) return { check, state: 'unknown', reason: 'ORDER_NO_KEY', ocid: order.ocid }
  const fields = differing(proof, order)
  if (fields.length === 0) return { check, state: 'fault', reason: 'ORDER_CHANGED' }
  const isCertain = keys.some((entry) => signs(restoreOrder(order, proof, fields), entry))
  return { check, state: 'fault', reason: 'ORDER_BROKEN', fields, isCertain }
}

/** Anybody can write an order beside a proof: only one that is signed can agree with it, and none can name another payee. */
function agreement(comparison: Comparison, isSigned: boolean): Check {
  const { field: check, outcome } = comparison
  if (outcome === 'different') return { check, state: 'fault', reason: 'DIFFERENT', comparison }
  if (outcome !== 'same') {
    const isAccepted = isSigned && outcome === 'accepted'
    return { check, state: 'unknown', reason: isAccepted ? 'PAID_TO_ACCEPTED' : 'PAID_TO_GATEWAY', comparison }
  }
  if (!isSigned) return { check, state: 'unknown', reason: 'SAME_UNSIGNED', comparison }
  return { check, state: 'ok', reason: 'SAME', comparison }
}

const keysFor = (keys: readonly EvidenceKey[], ocid: number, isIssuer: boolean) =>
  keys.filter((entry) => entry.ocid === ocid || (isIssuer && entry.ocid === null))

function findSigner(text: JsonObject, signature: JsonValue, keys: readonly EvidenceKey[], verifier: Verifier) {
  const verdicts = keys.map((entry) => ({ entry, verdict: verifyObject(text, signature, entry.key, verifier) }))
  const key = verdicts.find(({ verdict }) => verdict === 'valid')?.entry
  return { key, isShallow: verdicts.some(({ verdict }) => verdict === 'shallow'), tried: keys.length }
}

/** Whether a key was in use at the time of the proof, as whoever wrote the file saw it. */
export function judgeKey({ timestamp }: Proof, key: EvidenceKey): Check {
  const { firstSeenAt, lastSeenAt } = key
  const [check, state] = ['key', 'note'] as const
  if (firstSeenAt === null || lastSeenAt === null) return { check, state, reason: 'KEY_UNDATED' }
  if (firstSeenAt > lastSeenAt) return { check, state, reason: 'KEY_SPAN_IMPOSSIBLE', key }
  if (timestamp + CLOCK_WINDOW_SECONDS < firstSeenAt) return { check, state, reason: 'KEY_SEEN_LATER', key }
  if (timestamp > lastSeenAt + CLOCK_WINDOW_SECONDS) return { check, state, reason: 'KEY_SEEN_BEFORE', key }
  return { check, state: 'ok', reason: 'KEY_SEEN', key }
}

function judgeTime({ timestamp }: Proof, nowEpochSeconds: number): Check {
  if (timestamp <= nowEpochSeconds + CLOCK_WINDOW_SECONDS) return { check: 'time', state: 'ok', reason: 'TIME_PASSED' }
  return { check: 'time', state: 'fault', reason: 'TIME_AHEAD' }
}

function judgeMoney(proof: Proof, currencies: CurrencyTable): Check {
  // A Cyrillic Ѕ in UЅD is read as dollars.
  if (!isCurrencyCode(proof.currency)) return { check: 'money', state: 'fault', reason: 'CURRENCY_FORM', proof }
  const iso = isoCurrency(proof.currency)
  const known = currencies.has(proof.currency) || !iso ? currencies : new Map([[iso.code, iso]])
  const money = proofMoney(proof, known)
  if (money.ok) return { check: 'money', state: 'ok', reason: 'AMOUNT_FORM', proof }
  const isUnknown = money.error.code === 'CURRENCY_MISMATCH'
  if (isUnknown) return { check: 'money', state: 'note', reason: 'CURRENCY_UNKNOWN', proof }
  return { check: 'money', state: 'fault', reason: 'AMOUNT_NOT_OF_CURRENCY', proof }
}

const malformedOrder = (error: ProtocolError): Check => ({
  check: 'order',
  state: 'fault',
  reason: 'ORDER_MALFORMED',
  issues: issuesOf(error),
})

function issuesOf({ details }: ProtocolError): string {
  const issues = Array.isArray(details?.issues) ? details.issues : []
  const texts = issues.filter(isJsonObject).map(({ path, message }) => `${String(path)} ${String(message)}`.trim())
  return texts.slice(0, 5).join('; ')
}
