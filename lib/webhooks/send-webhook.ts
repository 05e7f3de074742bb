import { callPeer } from '@/lib/gateway/call-peer'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Peer } from '@/lib/registry/registry'
import type { Attempt } from './delivery-outcome'

/** One signed POST of `body` to the receiver's `/transfer/webhook`. */
export async function sendWebhook(us: Gateway, receiver: Peer, body: string): Promise<Attempt> {
  const path = '/transfer/webhook'
  const answer = await callPeer(us, receiver, { method: 'POST', path, body, incompleteBody: 'truncate' })
  if (!answer.ok) return { kind: 'failure', failure: `${answer.error.code}: ${answer.error.reason}` }
  const { status, bytes, distrust } = answer.value
  return { kind: 'answer', httpStatus: status, body: Buffer.from(bytes).toString('utf8'), distrust }
}
