import { keyText } from '@/lib/gateway/key-text'
import type { JsonValue } from '@/lib/opencharge/json-value'
import type { Proof } from '@/lib/opencharge/proof'
import { shallowDetails, verifyObject } from '@/lib/opencharge/signed-object'
import type { Verifier } from '@/lib/opencharge/signer'
import { type Finding, fault, fine, note } from '../finding'
import { momentText } from '../text-table'
import type { Issuer, IssuerKey } from './find-issuer-keys'

/** Whether one of the issuer's keys signed the whole proof, and whether that key could sign at the proof's time. */
export function checkSignature(proof: Proof, signature: JsonValue, issuer: Issuer, verifier: Verifier): Finding[] {
  if (issuer.keys.length === 0) {
    const says = `no key of OCID ${issuer.ocid} is known: ${issuer.unavailable}`
    return [fault('signature', says, 'Check REGISTRY, and that the issuer is registered there; then try again.')]
  }
  const verdicts = issuer.keys.map((entry) => ({ entry, verdict: verifyObject(proof, signature, entry.key, verifier) }))
  const valid = verdicts.find(({ verdict }) => verdict === 'valid')
  if (valid)
    return [
      fine(
        'signature',
        `covers the whole proof; signed under the key ${keyText(valid.entry.key.hex)}, ${valid.entry.usage}`,
      ),
      ...checkAge(proof, valid.entry),
    ]
  if (verdicts.some(({ verdict }) => verdict === 'shallow')) return [shallowFault()]
  const says = `does not verify with ${issuer.keys.length === 1 ? 'the one key' : `any of the ${issuer.keys.length} keys`} that OCID ${issuer.ocid} is known by`
  return [
    fault(
      'signature',
      says,
      'The proof was changed after signing, or somebody else made it. Ask the issuer for GET /verify/<txid>.',
    ),
  ]
}

function shallowFault(): Finding {
  const { explanation } = shallowDetails('who paid and who was paid (from, to) are')
  const mend = 'Do not take it: anybody who saw it can put another payee in. Ask the issuer to sign the canonical JSON.'
  return fault('signature', `is shallow. ${String(explanation)}`, mend)
}

/** Metadata is cached for five minutes: a key may be used a little after its successor was first seen. */
const ROTATION_GRACE_MS = 10 * 60_000

function checkAge(proof: Proof, { isCurrent, replacedAt }: IssuerKey): Finding[] {
  if (isCurrent) return []
  if (replacedAt === null)
    return [note('age of key', 'it is the latest key that we saw; the registry has not confirmed it today')]
  const isTooLate = proof.timestamp * 1000 > replacedAt.getTime() + ROTATION_GRACE_MS
  if (!isTooLate) {
    const says = `the proof is dated before the next key, known since ${momentText(replacedAt)}; whoever still has the older key could date back`
    return [fine('age of key', says)]
  }
  const says = `the proof is dated after the issuer had gone on to another key, known since ${momentText(replacedAt)}`
  return [
    fault(
      'age of key',
      says,
      'A key that was taken out of use may be in wrong hands. Ask the issuer for GET /verify/<txid>.',
    ),
  ]
}
