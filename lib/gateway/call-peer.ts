import { randomBytes } from 'node:crypto'
import { signRequest } from '@/lib/opencharge/request-signature'
import { readSignedResponse } from '@/lib/opencharge/response-signature'
import type { Result } from '@/lib/opencharge/result'
import type { FetchRefusal } from '@/lib/registry/fetch-refusal'
import type { GuardedRequest, GuardedResponse } from '@/lib/registry/guarded-fetch'
import type { Peer } from '@/lib/registry/registry'
import type { Gateway } from './gateway'

const MOST_ANSWER_BYTES = 64 * 1024

export interface PeerCall {
  readonly method: 'GET' | 'POST'
  /** After the peer's endpoint, with its slash (`/transfer/webhook`), or a whole URL that is known to be of the peer's origin. */
  readonly path: string | URL
  readonly body?: string
  /** What the peer may recognise a repeat by, beside what the body says. */
  readonly idempotencyKey?: string
  /** Unix milliseconds at which the call counts as made: however late it leaves, the peer takes it only for so long after. */
  readonly madeAtMs?: number
  readonly incompleteBody?: GuardedRequest['incompleteBody']
  readonly maxBytes?: number
}

/** An answer of a peer. `distrust`: why its signature, which is there, does not hold; null when it does or there is none. */
export interface PeerAnswer {
  readonly status: number
  readonly bytes: Uint8Array
  readonly isSigned: boolean
  readonly distrust: string | null
}

/** One signed request to a peer, with a nonce and a timestamp of its own; no redirect is followed. */
export async function callPeer(us: Gateway, peer: Peer, call: PeerCall): Promise<Result<PeerAnswer, FetchRefusal>> {
  const { method, path, body = '', idempotencyKey, incompleteBody } = call
  const { madeAtMs = Date.now(), maxBytes = MOST_ANSWER_BYTES } = call
  const url = path instanceof URL ? path.href : `${peer.endpoint.replace(/\/+$/, '')}${path}`
  const { pathname, search } = new URL(url)
  const stamp = { timestamp: Math.floor(madeAtMs / 1000), nonce: `req_${randomBytes(16).toString('hex')}` }
  const signed = signRequest({ ocid: us.ocid, ...stamp, method, path: pathname + search, body }, us.signer)
  const answer = await us.fetch(url, {
    method,
    headers: {
      ...signed,
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(method === 'POST' && { body }),
    followRedirects: false,
    maxBytes,
    ...(incompleteBody && { incompleteBody }),
  })
  if (!answer.ok) return answer
  const { status, bytes } = answer.value
  return { ok: true, value: { status, bytes, ...(await judgeSignature(us, peer, answer.value)) } }
}

type Judgement = Pick<PeerAnswer, 'isSigned' | 'distrust'>

/** Whether an answer is its peer's, who may have changed its key since we read its metadata (section 3). */
async function judgeSignature(us: Gateway, peer: Peer, answer: GuardedResponse): Promise<Judgement> {
  const received = {
    status: answer.status,
    body: answer.bytes,
    header: (name: string) => answer.headers[name.toLowerCase()] ?? null,
  }
  const signed = readSignedResponse(received, { ocid: peer.ocid, now: Math.floor(Date.now() / 1000) }, us.crypto)
  if (!signed.ok) return { isSigned: true, distrust: signed.error }
  const answerSignature = signed.value
  if (answerSignature === null) return { isSigned: false, distrust: null }
  const { message, signature } = answerSignature
  const isSignedBy = ({ publicKey }: Peer) => us.crypto.verify(message, signature, publicKey)
  if (isSignedBy(peer)) return { isSigned: true, distrust: null }
  const current = await us.registry.refresh(peer.ocid)
  const isRotated = current.ok && current.value.publicKey.hex !== peer.publicKey.hex
  return { isSigned: true, distrust: isRotated && isSignedBy(current.value) ? null : 'WRONG_SIGNATURE' }
}
