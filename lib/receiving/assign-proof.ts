import type { Tx } from '@/lib/db/transaction'
import { openAccount } from '@/lib/ledger/account-store'
import { postTransfer } from '@/lib/ledger/transfer-store'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type LockedProof, lockReceivedProof, recordAssignment } from './received-proof-store'

/** `CREDITED`: the proof named somebody, who has the money. `ASSIGNED`: an operator has said whose it is before. */
export type AssignRefusal = 'NOT_FOUND' | 'CREDITED' | 'ASSIGNED'

/** To whom an operator can assign money. */
export type Assignee =
  | { readonly kind: 'USER_WALLET'; readonly userId: string }
  | { readonly kind: 'PARTNER_RESERVE'; readonly ocid: number }

/** The operator says whose the money of an unmatched proof is: it leaves suspense, once and whole. */
export async function assignProof(
  tx: Tx,
  { issuer, txid }: { readonly issuer: number; readonly txid: string },
  owner: Assignee,
): Promise<Result<LockedProof & { readonly transferId: bigint }, AssignRefusal>> {
  const proof = await lockReceivedProof(tx, issuer, txid)
  if (!proof) return err('NOT_FOUND')
  if (proof.kind !== 'UNMATCHED') return err('CREDITED')
  if (proof.assignedAt) return err('ASSIGNED')
  const transferId = await moveOutOfSuspense(tx, proof, owner)
  await recordAssignment(tx, issuer, txid, transferId)
  return ok({ ...proof, transferId })
}

async function moveOutOfSuspense(tx: Tx, { amountMinor, currency }: LockedProof, owner: Assignee): Promise<bigint> {
  const suspense = await openAccount(tx, { kind: 'SUSPENSE' }, 'LIVE', currency)
  const payee = await openAccount(tx, owner, 'LIVE', currency)
  const ends = { debitAccountId: suspense.id, creditAccountId: payee.id }
  const terms = { mode: 'LIVE', currency, amountMinor, paymentId: null, reason: 'ASSIGNMENT' } as const
  const posted = await postTransfer(tx, { ...terms, ...ends })
  if (!posted.ok) throw new Error('suspense cannot be overdrawn')
  return posted.value
}
