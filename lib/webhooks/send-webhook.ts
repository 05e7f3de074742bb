import { randomBytes } from 'node:crypto'
import type { Gateway } from '@/lib/gateway/gateway'
import { signRequest } from '@/lib/opencharge/request-signature'
import { verifyResponse } from '@/lib/opencharge/response-signature'
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
  const { status, bytes, headers: received } = answer.value
  const verdict = verifyResponse(
    { status, body: bytes, header: (name) => received[name.toLowerCase()] ?? null },
    { ocid: receiver.ocid, key: receiver.publicKey, now: Math.floor(Date.now() / 1000) },
    us.crypto,
  )
  return { kind: 'answer', httpStatus: status, body: Buffer.from(bytes).toString('utf8'), trusted: verdict.ok }
}
