import { callPeer, type PeerCall } from '@/lib/gateway/call-peer'
import type { Gateway } from '@/lib/gateway/gateway'
import { isJsonObject, type JsonObject } from '@/lib/opencharge/json-value'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import type { Peer } from '@/lib/registry/peer'
import type { ScanProblem } from './scan-problem'

/** What the sentence is when the answer is too long, or is no JSON object. */
interface Wordings {
  readonly tooLarge: ScanProblem
  readonly unreadable: ScanProblem
}

/** A signed request to a merchant, and its answer as sound JSON. */
export async function askMerchant(
  us: Gateway,
  merchant: Peer,
  call: PeerCall,
  { tooLarge, unreadable }: Wordings,
): Promise<Result<JsonObject, ScanProblem>> {
  const answer = await callPeer(us, merchant, call)
  if (!answer.ok) return err(answer.error.code === 'BODY_TOO_LARGE' ? tooLarge : 'MERCHANT_UNREACHABLE')
  const { status, bytes, distrust } = answer.value
  if (distrust !== null) return err('UNTRUSTED_ANSWER')
  if (status !== 200) return err(problemOf(status))
  const json = parseStrictJson(bytes)
  return json.ok && isJsonObject(json.value) ? ok(json.value) : err(unreadable)
}

function problemOf(status: number): ScanProblem {
  if (status === 404) return 'ORDER_NOT_FOUND'
  if (status === 410) return 'ORDER_EXPIRED'
  return status >= 500 ? 'MERCHANT_UNREACHABLE' : 'MERCHANT_REFUSED'
}
