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
    const stands = await standsByProof(us, issuer.value, proof, signature)
    return stands.ok ? ok(publicKey.hex) : stands
  }
  return err(refusal ?? protocolError('PROOF_SIGNATURE_INVALID'))
}

/** Asks the issuer for the proof (`/verify/{txid}`, protocol section 5): its answer is signed under its key of today. */
async function standsByProof(
  us: Gateway,
  issuer: Peer,
  proof: Proof,
  signature: string,
): Promise<Result<true, ProtocolError>> {
  const answer = await callPeer(us, issuer, { method: 'GET', path: `/verify/${encodeURIComponent(proof.txid)}` })
  if (!answer.ok || answer.value.status >= 500 || !answer.value.isSigned || answer.value.distrust !== null) {
    const message = 'The proof is signed under a former key of its issuer, which could not be asked about it'
    return err(
      protocolError('SERVICE_UNAVAILABLE', { message, details: { issuer: issuer.ocid, retryAfterSeconds: 60 } }),
    )
  }
  const json = parseStrictJson(answer.value.bytes)
  const body = json.ok && isJsonObject(json.value) ? json.value : {}
  const isSame = isJsonObject(body.proof) && canonicalJson(body.proof) === canonicalJson(proof)
  if (answer.value.status === 200 && isSame && body.signature === signature) return ok(true)
  const message = 'The proof is signed under a former key of its issuer, which does not know it'
  return err(protocolError('PROOF_SIGNATURE_INVALID', { message, details: { hint: 'former_key' } }))
}

// The caller is known; it is the issuer of its proof that is not.
function issuerError({ issuer }: Proof, error: ProtocolError): ProtocolError {
  if (error.code !== 'UNKNOWN_OCID') return error
  return protocolError('ISSUER_NOT_ACCEPTED', { message: 'The issuer is not in the registry', details: { issuer } })
}
