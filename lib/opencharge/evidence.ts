import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/opencharge/json-value'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
import { parseOcid } from '@/lib/opencharge/ocid'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson, type StrictJsonError } from '@/lib/opencharge/strict-json'

/** A key that came with the evidence. Whether it really is the key of that OCID is a question for the registry. */
export interface EvidenceKey {
  /** Null: given by hand, for the issuer whoever that is. */
  readonly ocid: number | null
  readonly key: PublicKey
  /** When whoever wrote the file saw this key, in Unix seconds. */
  readonly firstSeenAt: number | null
  readonly lastSeenAt: number | null
}

/** What somebody brings to prove a payment: a proof with its signature, and more of the story when it is a whole bundle. */
export interface Evidence {
  readonly proof: JsonValue
  readonly signature: JsonValue
  readonly order: JsonValue | undefined
  readonly orderSignature: JsonValue | undefined
  readonly keys: readonly EvidenceKey[]
}

export type EvidenceError = StrictJsonError | 'TOO_LARGE' | 'NOT_AN_OBJECT' | 'NO_PROOF' | 'NO_SIGNATURE'

/** A bundle of the largest order is a tenth of it. */
export const MOST_EVIDENCE_BYTES = 2_000_000
// Each is tried against each signature.
const MOST_KEYS = 20

/** Reads a receipt's bundle, or a bare `{proof, signature}` with `key` beside it or not. Nothing is checked yet. */
export function readEvidence(bytes: Uint8Array): Result<Evidence, EvidenceError> {
  if (bytes.length > MOST_EVIDENCE_BYTES) return err('TOO_LARGE')
  const json = parseStrictJson(bytes)
  if (!json.ok) return json
  if (!isJsonObject(json.value)) return err('NOT_AN_OBJECT')
  const { proof, signature, order, orderSignature } = json.value
  if (proof === undefined) return err('NO_PROOF')
  if (signature === undefined) return err('NO_SIGNATURE')
  return ok({ proof, signature, order, orderSignature, keys: keysOf(json.value) })
}

/** A key that was typed in beside the evidence, for whoever issued the proof; undefined when it is no key. */
export function keyByHand(text: string): EvidenceKey | undefined {
  const key = parsePublicKey(text.trim())
  return key.ok ? { ocid: null, key: key.value, firstSeenAt: null, lastSeenAt: null } : undefined
}

function keysOf({ keys, key }: JsonObject): EvidenceKey[] {
  const listed = Array.isArray(keys) ? keys.slice(0, MOST_KEYS).flatMap(listedKey) : []
  const beside = typeof key === 'string' ? keyByHand(key) : undefined
  return beside ? [...listed, beside] : listed
}

function listedKey(value: JsonValue): EvidenceKey[] {
  if (!isJsonObject(value)) return []
  const [ocid, key] = [parseOcid(value.ocid), parsePublicKey(value.publicKey)]
  if (ocid === undefined || !key.ok) return []
  return [{ ocid, key: key.value, firstSeenAt: seconds(value.firstSeenAt), lastSeenAt: seconds(value.lastSeenAt) }]
}

// What is no time of this calendar is not known.
const seconds = (value: JsonValue | undefined) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 253_402_300_799 ? value : null
