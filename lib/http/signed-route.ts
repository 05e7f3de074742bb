import type { z } from 'zod'
import { ownCapabilities } from '@/lib/gateway/capabilities'
import { invalidRequest, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import {
  type AuthHeaders,
  checkTimestamp,
  parseAuthHeaders,
  signedText,
  timestampWindowSeconds,
} from '@/lib/opencharge/request-signature'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson, strictJsonRefusal } from '@/lib/opencharge/strict-json'
import { findPartner, type Partner } from '@/lib/partners/partner-store'
import type { Peer } from '@/lib/registry/registry'
import { internalHeaders } from './internal-headers'
import { isJsonType } from './json-type'
import { rateLimited } from './network-answer'
import { type NetworkCall, networkRoute, type RouteHandler } from './network-route'
import { claimNonce, type PendingNonce } from './nonce-store'
import { returnRateLimit, takeRateLimit } from './rate-limit'
import { readCappedBody } from './read-capped-body'

const MOST_BODY_BYTES = 64 * 1024

/** A request whose sender is known, with everything that its handler needs. */
export interface SignedCall<Body> extends NetworkCall {
  readonly caller: Peer
  readonly partner: Partner | null
  readonly body: Body
  readonly nonce: PendingNonce
}

interface SignedRoute<Body> {
  /** What a partner record can withhold or add; null: open to every identity. */
  readonly capability: string | null
  readonly body?: z.ZodType<Body>
  readonly run: (call: SignedCall<Body>) => Promise<Result<unknown, ProtocolError>>
}

/**
 * An endpoint for authenticated callers. The order of the checks is the security property (protocol section 2.1):
 * headers → timestamp → OCID → metadata → signature → nonce → limit per OCID → capability → body.
 * The nonce is claimed after the signature: otherwise anyone could burn another party's nonces.
 */
export function signedRoute<Body = undefined>(route: SignedRoute<Body>): RouteHandler {
  return networkRoute(async (call) => {
    const body = await readCappedBody(call.request, MOST_BODY_BYTES)
    if (!body.ok) return err(protocolError('PAYLOAD_TOO_LARGE', { details: { mostBytes: MOST_BODY_BYTES } }))
    const sender = await authenticate(call, body.value)
    if (!sender.ok) return sender
    const { caller, nonce } = sender.value
    const outcome = await admitted(route, call, caller, body.value, nonce)
    if (nonce.recorded || (await claimNonce(nonce))) return outcome
    await returnRateLimit('ocid', String(caller.ocid))
    return err(protocolError('NONCE_REUSED'))
  })
}

async function authenticate(
  call: NetworkCall,
  body: Uint8Array,
): Promise<Result<{ caller: Peer; nonce: PendingNonce }, ProtocolError>> {
  const headers = parseAuthHeaders((name) => call.request.headers.get(name))
  if (!headers.ok) return headers
  const fresh = checkTimestamp(headers.value.timestamp, call.nowEpochSeconds)
  if (!fresh.ok) return fresh
  // We call nobody here: whoever brings a request of ours has it from somebody whom we sent it to.
  if (headers.value.ocid === call.gateway.ocid) return err(protocolError('CONNECTION_REFUSED'))
  const caller = await verifiedCaller(call, headers.value, body)
  if (!caller.ok) return caller
  const { ocid, nonce, timestamp } = headers.value
  const expiresAtEpochSeconds = timestamp + timestampWindowSeconds + 1
  return ok({ caller: caller.value, nonce: { ocid, nonce, expiresAtEpochSeconds, recorded: false } })
}

async function verifiedCaller(
  call: NetworkCall,
  headers: AuthHeaders,
  body: Uint8Array,
): Promise<Result<Peer, ProtocolError>> {
  const { crypto, registry } = call.gateway
  // As it stood on the wire, with PUBLIC_URL's path: front.ts put it there. Next.js's own URL has its query rewritten.
  const path = call.request.headers.get(internalHeaders.target) ?? ''
  const message = signedText(headers, { method: call.request.method, path, body }, crypto)
  const isSignedBy = ({ publicKey }: Peer) => crypto.verify(message, headers.signature, publicKey)
  const known = await lookUpCaller(call, headers.ocid)
  if (!known.ok) return known
  if (isSignedBy(known.value)) return known
  // The peer may have rotated its key since we read its metadata.
  const current = await registry.refresh(headers.ocid)
  if (!current.ok) return current
  if (current.value.publicKey.hex === known.value.publicKey.hex) return err(protocolError('INVALID_SIGNATURE'))
  return isSignedBy(current.value) ? current : err(protocolError('INVALID_SIGNATURE'))
}

/** Anybody can name any OCID before he has proved anything: how many that we do not know are looked up for him is limited. */
async function lookUpCaller({ gateway, request }: NetworkCall, ocid: number): Promise<Result<Peer, ProtocolError>> {
  const { registry } = gateway
  if (!registry.wouldAsk(ocid)) return registry.peer(ocid)
  const address = request.headers.get(internalHeaders.address) ?? 'unknown'
  const wait = await takeRateLimit('unknown_ocid', address)
  if (wait !== undefined) return err(rateLimited(wait))
  const found = await registry.peer(ocid)
  if (found.ok) await returnRateLimit('unknown_ocid', address)
  return found
}

async function admitted<Body>(
  route: SignedRoute<Body>,
  call: NetworkCall,
  caller: Peer,
  bytes: Uint8Array,
  nonce: PendingNonce,
): Promise<Result<unknown, ProtocolError>> {
  const wait = await takeRateLimit('ocid', String(caller.ocid))
  if (wait !== undefined) return err(rateLimited(wait))
  const partner = await findPartner(caller.ocid)
  const refusal = capabilityRefusal(route.capability, partner)
  if (refusal) return err(refusal)
  const body = readBody(route.body, call.request, bytes)
  if (!body.ok) return body
  return route.run({ ...call, caller, partner, body: body.value, nonce })
}

function capabilityRefusal(capability: string | null, partner: Partner | null): ProtocolError | undefined {
  if (partner?.blocked) return protocolError('CONNECTION_REFUSED')
  if (capability === null || (ownCapabilities as readonly string[]).includes(capability)) return undefined
  return partner?.capabilities.includes(capability) ? undefined : protocolError('CAPABILITY_NOT_SUPPORTED')
}

function readBody<Body>(
  schema: z.ZodType<Body> | undefined,
  request: Request,
  bytes: Uint8Array,
): Result<Body, ProtocolError> {
  if (!schema) return ok(undefined as Body)
  const encoded = request.headers.get('content-encoding') ?? 'identity'
  if (!isJsonType(request.headers.get('content-type') ?? '') || encoded !== 'identity') {
    return err(
      protocolError('UNSUPPORTED_MEDIA_TYPE', { message: 'Send application/json in UTF-8 without a content encoding' }),
    )
  }
  const json = parseStrictJson(bytes)
  if (!json.ok) return err(strictJsonRefusal(json.error))
  const parsed = schema.safeParse(json.value)
  return parsed.success ? ok(parsed.data) : err(invalidRequest(parsed.error))
}
