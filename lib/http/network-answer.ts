import type { Gateway } from '@/lib/gateway/gateway'
import { errorBody, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { signResponse } from '@/lib/opencharge/response-signature'

/** An answer of the network API, ready to send: the signature is over exactly this body. */
export interface NetworkAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** Signs an answer of ours (protocol section 2.2). `retryAfterSeconds` tells a refused caller when to come back. */
export function networkAnswer(
  gateway: Pick<Gateway, 'ocid' | 'signer'>,
  status: number,
  value: unknown,
  more: Readonly<Record<string, string>> = {},
): NetworkAnswer {
  const body = JSON.stringify(value)
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = signResponse({ ocid: gateway.ocid, timestamp, status, body }, gateway.signer)
  const fixed = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  return { status, body, headers: { ...fixed, ...signature, ...more } }
}

/** The signed form of a refusal. */
export function networkRefusal(gateway: Pick<Gateway, 'ocid' | 'signer'>, error: ProtocolError): NetworkAnswer {
  const wait = error.details?.retryAfterSeconds
  const more = typeof wait === 'number' ? { 'retry-after': String(wait) } : undefined
  return networkAnswer(gateway, error.status, errorBody(error), more)
}

/** A caller that came too often, and when it may come again. */
export function rateLimited(retryAfterSeconds: number): ProtocolError {
  return protocolError('RATE_LIMITED', { details: { retryAfterSeconds } })
}
