import type { Gateway } from '@/lib/gateway/gateway'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { checkProofSignature, type Proof } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Peer } from '@/lib/registry/registry'

/** The key with which the issuer's signature over this proof verifies. The issuer may have changed it since we read its metadata. */
export async function checkIssuerSignature(
  { registry, crypto }: Pick<Gateway, 'registry' | 'crypto'>,
  proof: Proof,
  signature: string,
): Promise<Result<string, ProtocolError>> {
  const issuer = await registry.peer(proof.issuer)
  if (!issuer.ok) return err(issuerError(proof, issuer.error))
  const verdictOf = ({ publicKey }: Peer) => checkProofSignature(proof, signature, publicKey, crypto)
  const verdict = verdictOf(issuer.value)
  if (verdict.ok) return ok(issuer.value.publicKey.hex)
  const current = await registry.refresh(proof.issuer)
  if (!current.ok || current.value.publicKey.hex === issuer.value.publicKey.hex) return verdict
  const second = verdictOf(current.value)
  return second.ok ? ok(current.value.publicKey.hex) : second
}

// The caller is known; it is the issuer of its proof that is not.
function issuerError({ issuer }: Proof, error: ProtocolError): ProtocolError {
  if (error.code !== 'UNKNOWN_OCID') return error
  return protocolError('ISSUER_NOT_ACCEPTED', { message: 'The issuer is not in the registry', details: { issuer } })
}
