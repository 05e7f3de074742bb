import { randomUUID } from 'node:crypto'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import { type ProtocolError, protocolError, protocolErrors } from '@/lib/opencharge/errors'
import { isJsonObject, type JsonObject } from '@/lib/opencharge/json-value'
import { signRequest } from '@/lib/opencharge/request-signature'
import { verifyResponse } from '@/lib/opencharge/response-signature'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import type { GuardedResponse } from '@/lib/registry/guarded-fetch'
import type { Peer } from '@/lib/registry/registry'

interface Call {
  readonly from: Party
  readonly toOcid: number
  /** After the peer's endpoint: `/checkout/create`. */
  readonly path: string
  /** Absent: it is a GET. */
  readonly body?: JsonObject
}

/**
 * Sends a signed request to a peer, found through the registry, and gives its answer. An answer that is not signed by
 * the peer is refused, and so is one with an error: that error is passed on in the peer's words.
 */
export async function callPeer(network: Network, call: Call): Promise<Result<JsonObject, ProtocolError>> {
  const peer = await network.registry.peer(call.toOcid)
  if (!peer.ok) return peer
  const answer = await network.fetch(peer.value.endpoint + call.path, signedRequest(network, call, peer.value))
  if (!answer.ok) return err(unusable(call, answer.error.reason))
  const isSigned = await isSignedBy(network, peer.value, answer.value)
  if (!isSigned) return err(unusable(call, 'its answer does not carry its signature'))
  const json = parseStrictJson(answer.value.bytes)
  if (!json.ok || !isJsonObject(json.value)) return err(unusable(call, 'its answer is not a JSON object'))
  return answer.value.status === 200 ? ok(json.value) : err(peerError(answer.value.status, json.value))
}

function signedRequest(network: Network, { from, path, body: value }: Call, peer: Peer) {
  const body = value === undefined ? '' : JSON.stringify(value)
  const method = value === undefined ? 'GET' : 'POST'
  const signed = { method, path: new URL(peer.endpoint + path).pathname, body } as const
  const stamp = { ocid: from.ocid, timestamp: network.nowEpochSeconds(), nonce: randomUUID() }
  const headers = signRequest({ ...signed, ...stamp }, from.signer)
  if (value === undefined) return { method: 'GET', headers } as const
  return { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body } as const
}

async function isSignedBy(network: Network, peer: Peer, answer: GuardedResponse): Promise<boolean> {
  const response = {
    status: answer.status,
    body: answer.bytes,
    header: (name: string) => answer.headers[name.toLowerCase()] ?? null,
  }
  const verify = ({ ocid, publicKey }: Peer) =>
    verifyResponse(response, { ocid, key: publicKey, now: network.nowEpochSeconds() }, network.crypto)
  const first = verify(peer)
  if (first.ok) return first.value === 'signed'
  if (first.error !== 'WRONG_SIGNATURE') return false
  // The peer may have rotated its key since its metadata was read.
  const current = await network.registry.refresh(peer.ocid)
  const again = current.ok ? verify(current.value) : first
  return again.ok && again.value === 'signed'
}

/** The same code where we know it, so that the one who asked us hears what the peer said. */
function peerError(status: number, json: JsonObject): ProtocolError {
  const error = isJsonObject(json.error) ? json.error : {}
  const known = Object.keys(protocolErrors).find((code) => code === error.code) as
    | keyof typeof protocolErrors
    | undefined
  const message = typeof error.message === 'string' ? { message: error.message } : {}
  const details = isJsonObject(error.details) ? { details: error.details } : {}
  return protocolError(known ?? 'SERVICE_UNAVAILABLE', { ...message, ...details, ...(status >= 400 && { status }) })
}

function unusable({ toOcid }: Call, reason: string): ProtocolError {
  return protocolError('SERVICE_UNAVAILABLE', { message: `OCID ${toOcid} gave no usable answer: ${reason}` })
}
