import { lockCheckout } from '@/lib/checkout/payment-store'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { newDeliveryId } from '@/lib/webhooks/delivery-id'
import { settleThroughOthers } from './end-settlement-store'
import { lockSettlement, type Settlement, type SettlementStep } from './live-settlement-store'
import { lockWallet } from './settlement-store'
import { recordProven } from './step-store'
import type { VerifiedProof } from './verify-step-proof'

/** `lost`: somebody else has finished this step meanwhile. */
export type Finished = 'next' | 'settled' | 'lost' | 'txid_reused'

/**
 * Writes a verified proof down as the result of a step; the proof of the last step settles the payment in the same
 * transaction: the held money moves, the payment succeeds, and the merchant is sent the proof.
 */
export async function finishStep(
  settlement: Settlement,
  step: SettlementStep,
  verified: VerifiedProof,
): Promise<Finished> {
  return inTransaction((tx) => finishStepIn(tx, settlement, step, verified))
}

/** The same inside a transaction. */
export async function finishStepIn(
  tx: Tx,
  { id, sessionId }: Settlement,
  { ordinal }: SettlementStep,
  verified: VerifiedProof,
): Promise<Finished> {
  const checkout = await lockCheckout(tx, sessionId)
  const settlement = await lockSettlement(tx, id)
  const step = settlement?.steps[ordinal]
  if (!checkout || !settlement || !step) throw new Error(`settlement ${id} is gone`)
  if (step.state === 'DONE' || settlement.state !== 'ACTIVE') return 'lost'
  const isLast = ordinal === settlement.steps.length - 1
  if (!(await recordProven(tx, settlement, step, verified, isLast))) return 'txid_reused'
  if (!isLast) return 'next'
  // The wallet before the reserve, as everywhere; the ledger would lock them in the order of their ids.
  await lockWallet(tx, settlement.walletId, settlement.payerId, checkout.mode)
  const envelope = `{"proof":${canonicalJson(verified.proof)},"signature":${JSON.stringify(verified.signature)}}`
  await settleThroughOthers(tx, settlement, {
    deliveryId: newDeliveryId(),
    receiverOcid: checkout.merchantOcid,
    envelope,
  })
  return 'settled'
}
