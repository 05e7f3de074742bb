import { canonicalJson, shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { PublicKey } from '@/lib/opencharge/keys'
import type { Signer, Verifier } from '@/lib/opencharge/signer'

/** `shallow`: the key did sign, but only the text of section 2.3's trap, which leaves nested members unsigned. */
export type SignatureVerdict = 'valid' | 'shallow' | 'invalid'

/** Signs the canonical JSON of an object; gives the wire form, 130 hex digits (protocol section 2.3). */
export function signObject(value: JsonObject, signer: Signer): string {
  return signer.sign(canonicalJson(value))
}

/**
 * Checks the signature (wire form) over an object's canonical JSON (protocol section 2.3). Pass the object exactly as it
 * was parsed. `shallow` is a refusal too: it only lets the error say what is wrong.
 */
export function verifyObject(
  value: JsonObject,
  signature: unknown,
  key: PublicKey,
  verifier: Verifier,
): SignatureVerdict {
  if (verifier.verify(canonicalJson(value), signature, key)) return 'valid'
  return verifier.verify(shallowCanonicalJson(value), signature, key) ? 'shallow' : 'invalid'
}

/** What `details` says of a shallow signature: the hint, and in one sentence what such a signature leaves unsigned. */
export function shallowDetails(unsigned: string): JsonObject {
  return {
    hint: 'shallow_canonicalisation',
    explanation:
      'The signed text was made by JSON.stringify with a list of the top-level keys, which drops the other keys ' +
      `at every level: ${unsigned} not covered by this signature. Sort the keys at each level instead.`,
  }
}
