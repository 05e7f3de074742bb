import { headroomMinor, type Reserve } from './reserve-store'

/** `low`: below the threshold at which somebody should refill it. `empty`: no settlement can use it any more. */
export type ReserveState = 'ok' | 'low' | 'empty'

/** How a reserve of ours stands, by what payments under way leave of it. */
export function reserveState(reserve: Reserve): ReserveState {
  if (headroomMinor(reserve) <= 0n) return 'empty'
  return reserve.balanceMinor - reserve.heldMinor < reserve.lowMinor ? 'low' : 'ok'
}
