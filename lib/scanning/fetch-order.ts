import type { Gateway } from '@/lib/gateway/gateway'
import { err, type Result } from '@/lib/opencharge/result'
import type { Peer } from '@/lib/registry/peer'
import { askMerchant } from './ask-merchant'
import { readSignedOrder, type SignedOrder } from './read-signed-order'
import type { ScanProblem } from './scan-problem'

/** The order that a merchant's code leads to. `url` is an order's under the merchant's endpoint. */
export async function fetchOrder(us: Gateway, merchant: Peer, url: string): Promise<Result<SignedOrder, ScanProblem>> {
  const target = new URL(url)
  const wordings = { tooLarge: 'UNREADABLE_ORDER', unreadable: 'UNREADABLE_ORDER' } as const
  const answer = await askMerchant(us, merchant, { method: 'GET', path: target }, wordings)
  if (!answer.ok) return answer
  const read = readSignedOrder(answer.value, merchant.ocid)
  if (!read.ok) return read
  // The code on the counter names one order: another one, however well signed, is not what stands there.
  return read.value.order.id === orderIdOf(target) ? read : err('OTHER_ORDER')
}

/** `<base>/orders/<orderId>` (protocol section 4, QR payloads); undefined for any other address. */
function orderIdOf({ pathname }: URL): string | undefined {
  const last = /\/orders\/([^/]+)$/.exec(pathname)?.[1]
  try {
    return last && decodeURIComponent(last)
  } catch {
    return undefined
  }
}
