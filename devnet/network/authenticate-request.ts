import type { Network } from '@/devnet/network/network'
import type { WireRequest } from '@/devnet/network/wire'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { type AuthHeaders, checkTimestamp, parseAuthHeaders, verifyRequest } from '@/lib/opencharge/request-signature'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Peer } from '@/lib/registry/registry'

/**
 * Who sent a request, in the order of protocol section 2.1: headers → timestamp → OCID → metadata → signature → nonce.
 * The nonce is claimed after the signature: otherwise anyone could burn another party's nonces.
 */
export async function authenticateRequest(
  network: Network,
  receiverOcid: number,
  request: WireRequest,
): Promise<Result<Peer, ProtocolError>> {
  if (request.body === undefined) return err(protocolError('PAYLOAD_TOO_LARGE'))
  const headers = parseAuthHeaders(request.header)
  if (!headers.ok) return headers
  const now = network.nowEpochSeconds()
  const inTime = checkTimestamp(headers.value.timestamp, now)
  if (!inTime.ok) return inTime
  const sender = await verifiedSender(network, headers.value, { ...request, body: request.body })
  if (!sender.ok) return sender
  const { ocid: senderOcid, nonce, timestamp } = headers.value
  const isFresh = network.nonces.claim({ receiverOcid, senderOcid, nonce, timestamp }, now)
  return isFresh ? sender : err(protocolError('NONCE_REUSED'))
}

async function verifiedSender(
  { registry, crypto }: Network,
  headers: AuthHeaders,
  signed: { readonly method: string; readonly path: string; readonly body: Uint8Array },
): Promise<Result<Peer, ProtocolError>> {
  const known = await registry.peer(headers.ocid)
  if (!known.ok) return known
  const verified = verifyRequest(headers, signed, known.value.publicKey, crypto)
  if (verified.ok) return ok(known.value)
  // The sender may have rotated its key since its metadata was read.
  const current = await registry.refresh(headers.ocid)
  if (!current.ok) return current
  const again = verifyRequest(headers, signed, current.value.publicKey, crypto)
  return again.ok ? current : again
}
