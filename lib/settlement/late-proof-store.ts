import { rows, type Tx } from '@/lib/db/transaction'
import type { Proof } from '@/lib/opencharge/proof'

const BY_REFERENCE = {
  name: 'step-by-reference',
  text: `SELECT settlement_id AS "settlementId", ordinal FROM settlement_steps WHERE peer_ocid = $1 AND reference = $2 AND kind = 'TRANSFER_CREATE'`,
}
const BY_TXID = {
  name: 'step-by-txid',
  text: `SELECT s.settlement_id AS "settlementId", s.ordinal FROM settlement_steps c
    JOIN settlement_steps s ON s.settlement_id = c.settlement_id AND s.peer_ocid = c.peer_ocid AND s.kind = 'PAYMENT_SETTLE'
    WHERE c.peer_ocid = $1 AND c.peer_txid = $2 AND c.kind = 'PAYMENT_CREATE'`,
}

export interface StepAddress {
  readonly settlementId: string
  readonly ordinal: number
}

/** The step of ours that this proof can be the result of: the transfer that we asked for, or the payment that we settled. */
export async function findStepOfProof(
  ourOcid: number,
  { issuer, txid, from }: Proof,
): Promise<StepAddress | undefined> {
  // Ours have no NUL, and PostgreSQL takes none.
  if (from.ocid === ourOcid && from.reference !== undefined && !from.reference.includes('\0')) {
    const [asked] = await rows<StepAddress>(BY_REFERENCE, [issuer, from.reference])
    if (asked) return asked
  }
  const [settled] = await rows<StepAddress>(BY_TXID, [issuer, txid])
  return settled
}

const KNOWN = {
  name: 'late-proof-known',
  text: 'SELECT proof_text AS "proofText" FROM proofs WHERE issuer = $1 AND txid = $2',
}

/** What our books have under the issuer and txid of this proof, when there is something. */
export async function findProofIn(
  tx: Tx,
  { issuer, txid }: Proof,
): Promise<{ readonly proofText: string } | undefined> {
  const [row] = await tx.rows<{ proofText: string }>(KNOWN, [issuer, txid])
  return row
}

const REVIVE = {
  name: 'settlement-revive',
  text: `UPDATE settlements SET state = 'ACTIVE', reason = NULL, patient_since = now() WHERE id = $1 AND state = 'NEEDS_OPERATOR' RETURNING id`,
}

/** Takes a settlement back from the operator; another three days of trying begin. False when it was not there. */
export async function reviveSettlement(tx: Tx, id: string): Promise<boolean> {
  return (await tx.rows(REVIVE, [id])).length > 0
}
