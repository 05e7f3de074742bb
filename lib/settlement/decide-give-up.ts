import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Settlement } from './live-settlement-store'

/**
 * Why a settlement is not given up. `RESERVE_SPENT`: the provider has proven that it took the money from our reserve.
 * `RESERVE_UNTOUCHED`: it was never asked to. `UNDER_WAY`: it is not known to be stuck.
 */
export type GiveUpRefusal = 'NOT_FOUND' | 'ENDED' | 'LEASED' | 'UNDER_WAY' | 'RESERVE_SPENT' | 'RESERVE_UNTOUCHED'

/** Whether an operator may end a settlement by giving the payer his money back. Pure. */
export function decideGiveUp(
  { state, steps }: Pick<Settlement, 'state' | 'steps'>,
  isLeased: boolean,
  isReserveSpent: boolean,
): Result<void, GiveUpRefusal> {
  if (state !== 'ACTIVE' && state !== 'NEEDS_OPERATOR') return err('ENDED')
  if (isLeased) return err('LEASED')
  const current = steps.find((step) => step.state !== 'DONE')
  const isStuck = current?.state === 'UNKNOWN' || (current?.lastFailure ?? null) !== null
  if (state === 'ACTIVE' && !isStuck) return err('UNDER_WAY')
  const transfer = steps.find(({ kind }) => kind === 'TRANSFER_CREATE')
  if (transfer?.state === 'DONE' && !isReserveSpent) return err('RESERVE_SPENT')
  if (transfer?.attemptCount === 0 && isReserveSpent) return err('RESERVE_UNTOUCHED')
  return ok(undefined)
}
