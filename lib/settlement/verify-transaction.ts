import type { SignedCall } from '@/lib/http/signed-route'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findProofs } from './proof-store'

/** GET /verify/{txid} (protocol section 5): the proof as it was signed, for its issuer and those whom it names. */
export async function verifyTransaction({
  gateway,
  caller,
  params,
}: SignedCall<undefined>): Promise<Result<unknown, ProtocolError>> {
  const proofs = await findProofs(params.txid ?? '', gateway.ocid)
  const visible = proofs.find(({ issuer, fromOcid, toOcid }) => [issuer, fromOcid, toOcid].includes(caller.ocid))
  if (!visible) return err(protocolError('TXID_NOT_FOUND'))
  return ok({ status: 'completed', proof: JSON.parse(visible.proofText), signature: visible.signature })
}
