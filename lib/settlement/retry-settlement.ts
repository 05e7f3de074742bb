import { lockCheckout } from '@/lib/checkout/payment-store'
import type { Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { reviveSettlement } from './late-proof-store'
import { findSettlement, lockSettlement, type SettlementState, type SettlementStep } from './live-settlement-store'
import { bringForward } from './operator-store'

export type RetryRefusal = 'NOT_FOUND' | 'ENDED'

export interface Retried {
  readonly previousState: SettlementState
  readonly step: SettlementStep
}

/** Has a settlement gone on with at once; one that waited for an operator gets three fresh days. */
export async function retrySettlement(tx: Tx, id: string): Promise<Result<Retried, RetryRefusal>> {
  const known = await findSettlement(id)
  if (!known) return err('NOT_FOUND')
  await lockCheckout(tx, known.sessionId)
  const settlement = await lockSettlement(tx, id)
  const step = settlement?.steps.find(({ state }) => state !== 'DONE')
  const isLive = settlement?.state === 'ACTIVE' || settlement?.state === 'NEEDS_OPERATOR'
  if (!settlement || !isLive || !step) return err('ENDED')
  await reviveSettlement(tx, id)
  await bringForward(tx, settlement, step)
  return ok({ previousState: settlement.state, step })
}
