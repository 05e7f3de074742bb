import { recordAudit } from '@/lib/audit/audit-store'
import { findCheckout, lockCheckout, type StoredCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { Proof } from '@/lib/opencharge/proof'
import { lockReserve } from '@/lib/providers/reserve-store'
import type { Peer } from '@/lib/registry/registry'
import { bookReserveLoss } from './book-reserve-loss'
import { finishStepIn } from './finish-step'
import { findProofIn, findStepOfProof, reviveSettlement } from './late-proof-store'
import { findSettlement, lockSettlement, type Settlement, type SettlementStep } from './live-settlement-store'
import { keepProof, planNextStep } from './step-store'
import { expectedProof, stepContext } from './take-step'
import { type VerifiedProof, verifyStepProof } from './verify-step-proof'

/** `repeat`: it was known already. `not_ours`: it is no answer to a call of ours, or says something else than we asked for. */
export type LateProof = 'resolved' | 'repeat' | 'not_ours'

/** A proof that comes by webhook can be the answer that a call of ours never got. Its issuer has signed the request that brought it. */
export async function takeLateProof(
  us: Gateway,
  issuer: Peer,
  signed: { readonly proof: Proof; readonly signature: string },
): Promise<LateProof> {
  if (signed.proof.issuer !== issuer.ocid) return 'not_ours'
  const address = await findStepOfProof(us.ocid, signed.proof)
  const settlement = address && (await findSettlement(address.settlementId))
  const step = settlement?.steps[address?.ordinal ?? -1]
  const checkout = settlement && (await findCheckout(settlement.sessionId))
  if (!settlement || !step || !checkout || step.attemptCount === 0) return 'not_ours'
  const context = stepContext(us, checkout, storedOrder(checkout.orderText))
  const expected = expectedProof(settlement, step, context)
  const verified = expected && (await verifyStepProof(us, issuer, signed, expected))
  if (!verified?.ok) return 'not_ours'
  return takeVerifiedProof(settlement, step, checkout, verified.value)
}

/** A proof that holds as the result of a step of ours, whatever has become of the settlement meanwhile. */
export async function takeVerifiedProof(
  settlement: Settlement,
  step: SettlementStep,
  checkout: StoredCheckout,
  verified: VerifiedProof,
): Promise<LateProof> {
  try {
    return await inTransaction((tx) => take(tx, settlement, step, checkout, verified))
  } catch (cause) {
    if (cause instanceof TxidReused) return 'not_ours'
    throw cause
  }
}

/** Leaves the transaction with nothing written: its issuer has used this txid for something else. */
class TxidReused extends Error {}

async function take(
  tx: Tx,
  known: Settlement,
  step: SettlementStep,
  checkout: StoredCheckout,
  verified: VerifiedProof,
): Promise<LateProof> {
  await lockCheckout(tx, known.sessionId)
  const settlement = await lockSettlement(tx, known.id)
  if (!settlement) return 'not_ours'
  const stored = await findProofIn(tx, verified.proof)
  if (stored?.proofText === canonicalJson(verified.proof)) return 'repeat'
  if (stored) throw new TxidReused()
  const isOver = settlement.state === 'ABANDONED' || settlement.state === 'GIVEN_UP'
  if (isOver || settlement.steps[step.ordinal]?.state === 'DONE')
    return keepStrayProof(tx, settlement, step, checkout, verified)
  await reviveSettlement(tx, settlement.id)
  const finished = await finishStepIn(tx, settlement, step, verified)
  if (finished === 'txid_reused') throw new TxidReused()
  await planNextStep(tx, settlement, step, 0)
  return 'resolved'
}

/**
 * Money left our reserve for a payment that was given up, or a second time for one. The payer does not pay for it, so it is
 * our loss until the operator has spoken with that peer: the reserve goes down as it did there, against the suspense account.
 */
async function keepStrayProof(
  tx: Tx,
  settlement: Settlement,
  step: SettlementStep,
  checkout: StoredCheckout,
  verified: VerifiedProof,
): Promise<LateProof> {
  if (!(await keepProof(tx, settlement, verified, false))) throw new TxidReused()
  const isLoss = step.kind === 'TRANSFER_CREATE'
  const isBooked = isLoss && (await bookLoss(tx, settlement, checkout, step.peerOcid))
  const { issuer, txid } = verified.proof
  const details = JSON.stringify({ issuer, txid, state: settlement.state, isLoss, isBooked })
  await recordAudit(tx, { actor: 'gateway', action: 'settlement.stray-proof', subject: settlement.id, details })
  return 'resolved'
}

/** False when payments under way have been promised what is left of the reserve: the proof is kept, and the operator books it. */
async function bookLoss(tx: Tx, settlement: Settlement, checkout: StoredCheckout, ocid: number): Promise<boolean> {
  const { mode, currency, amountMinor } = checkout
  const reserve = await lockReserve(tx, mode, currency, ocid)
  const isThere = reserve !== undefined && reserve.balanceMinor - reserve.heldMinor >= amountMinor
  return isThere && bookReserveLoss(tx, settlement, checkout, ocid)
}
