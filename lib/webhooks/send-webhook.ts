import { randomBytes } from 'node:crypto'
import type { Gateway } from '@/lib/gateway/gateway'
import { signRequest } from '@/lib/opencharge/request-signature'
import { verifyResponse } from '@/lib/opencharge/response-signature'
import type { GuardedResponse } from '@/lib/registry/guarded-fetch'
import type { Peer } from '@/lib/registry/registry'
import type { Attempt } from './delivery-outcome'

const MOST_ANSWER_BYTES = 64 * 1024

/** One signed POST of `body` to the receiver's `/transfer/webhook`, with a nonce and a timestamp of its own. */
export async function sendWebhook(us: Gateway, receiver: Peer, body: string): Promise<Attempt> {
  const url = `${receiver.endpoint.replace(/\/+$/, '')}/transfer/webhook`
  const { pathname, search } = new URL(url)
  const timestamp = Math.floor(Date.now() / 1000)
  const nonce = `req_${randomBytes(16).toString('hex')}`
  const headers = signRequest(
    { ocid: us.ocid, timestamp, nonce, method: 'POST', path: pathname + search, body },
    us.signer,
  )
  const answer = await us.fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    followRedirects: false,
    maxBytes: MOST_ANSWER_BYTES,
    incompleteBody: 'truncate',
  })
  if (!answer.ok) return { kind: 'failure', failure: `${answer.error.code}: ${answer.error.reason}` }
  const { status, bytes } = answer.value
  const distrust = await reasonToDistrust(us, receiver, answer.value)
  return { kind: 'answer', httpStatus: status, body: Buffer.from(bytes).toString('utf8'), distrust }
}

/** Null when the answer is unsigned or its receiver's, who may have changed its key since we read its metadata (section 3). */
async function reasonToDistrust(us: Gateway, receiver: Peer, answer: GuardedResponse): Promise<string | null> {
  const received = {
    status: answer.status,
    body: answer.bytes,
    header: (name: string) => answer.headers[name.toLowerCase()] ?? null,
  }
  const verdictOf = ({ ocid, publicKey: key }: Peer) =>
    verifyResponse(received, { ocid, key, now: Math.floor(Date.now() / 1000) }, us.crypto)
  const verdict = verdictOf(receiver)
  if (verdict.ok) return null
  const current = await us.registry.refresh(receiver.ocid)
  const isRotated = current.ok && current.value.publicKey.hex !== receiver.publicKey.hex
  return isRotated && verdictOf(current.value).ok ? null : verdict.error
}
