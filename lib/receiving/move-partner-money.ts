import { violatedConstraint } from '@/lib/db/sql-error'
import { rows, type Tx } from '@/lib/db/transaction'
import type { PendingNonce } from '@/lib/http/nonce-store'
import { findKnownAccount } from '@/lib/ledger/known-accounts'
import {
  type CreatedTransfer,
  insertPartnerTransfer,
  type NewPartnerTransfer,
  type StandingTransfer,
} from './partner-transfer-store'

export type MoveOutcome =
  | { readonly kind: 'moved' }
  | { readonly kind: 'standing'; readonly standing: readonly StandingTransfer[] }
  | { readonly kind: 'NONCE_REUSED' | 'INSUFFICIENT_FUNDS' | 'RACED' }

const MOST_TRIES = 3
const RACES = ['one_transfer_per_reference', 'one_transfer_per_key']

// The statement is a transaction by itself.
const alone: Tx = { rows }

/** Moves the money once, or says what stands in the way. RACED: others kept being faster. */
export async function movePartnerMoney(
  nonce: PendingNonce,
  transfer: Omit<NewPartnerTransfer, 'creditAccountId'>,
): Promise<MoveOutcome> {
  for (let tries = 1; tries < MOST_TRIES; tries++) {
    const outcome = await attempt(nonce, transfer)
    if (outcome.kind !== 'RACED') return outcome
  }
  return attempt(nonce, transfer)
}

async function attempt(
  nonce: PendingNonce,
  transfer: Omit<NewPartnerTransfer, 'creditAccountId'>,
): Promise<MoveOutcome> {
  const creditAccountId = await findKnownAccount(transfer.recipient, 'LIVE', transfer.currency)
  try {
    return outcomeOf(await insertPartnerTransfer(alone, nonce, { ...transfer, creditAccountId }), nonce)
  } catch (cause) {
    // The whole statement was undone, the nonce with it.
    const constraint = violatedConstraint(cause)
    if (constraint === 'account_not_overdrawn') return { kind: 'INSUFFICIENT_FUNDS' }
    if (constraint !== undefined && RACES.includes(constraint)) return { kind: 'RACED' }
    throw cause
  }
}

function outcomeOf({ isFresh, isCreated, standing }: CreatedTransfer, nonce: PendingNonce): MoveOutcome {
  if (!isFresh) return { kind: 'NONCE_REUSED' }
  nonce.recorded = true
  if (isCreated) return { kind: 'moved' }
  return standing.length > 0 ? { kind: 'standing', standing } : { kind: 'RACED' }
}
