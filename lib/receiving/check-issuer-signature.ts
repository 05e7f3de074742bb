import { callPeer } from '@/lib/gateway/call-peer'
import type { Gateway } from '@/lib/gateway/gateway'
import { issuerKeys } from '@/lib/gateway/issuer-keys'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { isJsonObject } from '@/lib/opencharge/json-value'
import { checkProofSignature, type Proof } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import type { Peer } from '@/lib/registry/registry'

/**
 * The key with which the issuer's signature over this proof verifies. The issuer may have changed it, before we read its
 * metadata again or after it signed. A former key counts only while the issuer stands by the proof, since who else has
 * that key could sign with it: the issuer has signed the request that brought it, or says so when it is asked.
 */
export async function checkIssuerSignature(
  us: Gateway,
  proof: Proof,
  signature: string,
  callerOcid: number,
): Promise<Result<string, ProtocolError>> {
  const issuer = await us.registry.peer(proof.issuer)
  if (!issuer.ok) return err(issuerError(proof, issuer.error))
  let refusal: ProtocolError | undefined
  for await (const { publicKey, isFormer } of issuerKeys(us, issuer.value, proof)) {
    const verdict = checkProofSignature(proof, signature, publicKey, us.crypto)
    if (!verdict.ok) {
      if (!isFormer) refusal = verdict.error
      continue
    }
    if (!isFormer || callerOcid === proof.issuer) return ok(publicKey.hex)
    const word = await wordOfIssuer(us, issuer.value, proof)
    return word === 'given' ? ok(publicKey.hex) : err(notStoodBy(proof, word))
  }
  return err(refusal ?? protocolError('PROOF_SIGNATURE_INVALID'))
}

/**
 * Asks the issuer for the proof (`/verify/{txid}`, protocol section 5); its answer is signed under its key of today. What
 * says nothing of the proof, because it is too busy, does not know us, or is not done, is silence.
 */
async function wordOfIssuer(us: Gateway, issuer: Peer, proof: Proof): Promise<'given' | 'denied' | 'silent'> {
  const answer = await callPeer(us, issuer, { method: 'GET', path: `/verify/${encodeURIComponent(proof.txid)}` })
  if (!answer.ok || !answer.value.isSigned || answer.value.distrust !== null) return 'silent'
  const { status, bytes } = answer.value
  const json = parseStrictJson(bytes)
  if (!json.ok || !isJsonObject(json.value)) return 'silent'
  const { proof: shown, error } = json.value
  if (status === 404) return isJsonObject(error) && error.code === 'TXID_NOT_FOUND' ? 'denied' : 'silent'
  if (status !== 200 || !isJsonObject(shown)) return 'silent'
  return canonicalJson(shown) === canonicalJson(proof) ? 'given' : 'denied'
}

function notStoodBy({ issuer }: Proof, word: 'denied' | 'silent'): ProtocolError {
  const message = 'The proof is signed under a former key of its issuer, which'
  if (word === 'denied') {
    const details = { hint: 'former_key' }
    return protocolError('PROOF_SIGNATURE_INVALID', { message: `${message} does not know it`, details })
  }
  const details = { issuer, retryAfterSeconds: 60 }
  return protocolError('SERVICE_UNAVAILABLE', { message: `${message} could not be asked about it`, details })
}

// The caller is known; it is the issuer of its proof that is not.
function issuerError({ issuer }: Proof, error: ProtocolError): ProtocolError {
  if (error.code !== 'UNKNOWN_OCID') return error
  return protocolError('ISSUER_NOT_ACCEPTED', { message: 'The issuer is not in the registry', details: { issuer } })
}
