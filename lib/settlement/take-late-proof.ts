import { recordAudit } from '@/lib/audit/audit-store'
import { findCheckout, lockCheckout, type StoredCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { openAccount } from '@/lib/ledger/account-store'
import { postTransfer } from '@/lib/ledger/transfer-store'
import type { Proof } from '@/lib/opencharge/proof'
import type { Peer } from '@/lib/registry/registry'
import { finishStepIn } from './finish-step'
import { findStepOfProof, reviveSettlement } from './late-proof-store'
import { findSettlement, lockSettlement, type Settlement, type SettlementStep } from './live-settlement-store'
import { keepProof, planNextStep } from './step-store'
import { expectedProof } from './take-step'
import { type VerifiedProof, verifyStepProof } from './verify-step-proof'
import { stepContext } from './walk-settlement'

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
  return inTransaction((tx) => take(tx, settlement, step, checkout, verified.value))
}

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
  if (settlement.state === 'ABANDONED' || settlement.state === 'GIVEN_UP')
    return keepStrayProof(tx, settlement, step, checkout, verified)
  if (settlement.steps[step.ordinal]?.state === 'DONE') return 'repeat'
  await reviveSettlement(tx, settlement.id)
  const finished = await finishStepIn(tx, settlement, step, verified)
  if (finished === 'txid_reused') return 'not_ours'
  await planNextStep(tx, settlement, step, 0)
  return 'resolved'
}

/**
 * Money left our reserve for a payment that was given up. The payer has his back, so it is our loss until the operator
 * has spoken with that peer: the reserve goes down as it did there, against the suspense account.
 */
async function keepStrayProof(
  tx: Tx,
  settlement: Settlement,
  step: SettlementStep,
  { mode, currency, amountMinor, paymentId }: StoredCheckout,
  verified: VerifiedProof,
): Promise<LateProof> {
  if (!(await keepProof(tx, settlement, verified, false))) return 'repeat'
  if (step.kind === 'TRANSFER_CREATE') {
    const debitAccountId = (await openAccount(tx, { kind: 'SUSPENSE' }, mode, currency)).id
    const creditAccountId = (await openAccount(tx, { kind: 'OUR_RESERVE', ocid: step.peerOcid }, mode, currency)).id
    const reason = 'RESERVE_LOSS' as const
    await postTransfer(tx, { mode, currency, amountMinor, debitAccountId, creditAccountId, paymentId, reason })
  }
  const details = JSON.stringify({ issuer: verified.proof.issuer, txid: verified.proof.txid, state: settlement.state })
  await recordAudit(tx, { actor: 'gateway', action: 'settlement.stray-proof', subject: settlement.id, details })
  return 'resolved'
}
