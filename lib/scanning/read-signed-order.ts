import type { JsonObject } from '@/lib/opencharge/json-value'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { ScanProblem } from './scan-problem'

export interface SignedOrder {
  readonly order: Order
  readonly signature: string
}

/** `{order, signature}` as a merchant answered it, when the order is its own. Who signed it is checked where it is opened. */
export function readSignedOrder(
  { order: given, signature }: JsonObject,
  merchantOcid: number,
): Result<SignedOrder, ScanProblem> {
  const parsed = parseOrder(given)
  if (!parsed.ok || typeof signature !== 'string') return err('UNREADABLE_ORDER')
  return parsed.value.ocid === merchantOcid ? ok({ order: parsed.value, signature }) : err('OTHER_MERCHANT')
}
