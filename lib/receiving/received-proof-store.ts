import { rows, type Tx } from '@/lib/db/transaction'
import type { ReceivedProof } from './received-proof'

const CLAIM = {
  name: 'received-proof-claim',
  text: `INSERT INTO proofs (issuer, txid, from_ocid, to_ocid, proof_text, signature, public_key)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING true AS fresh`,
}

/** Stores the proof as it was signed. False when its issuer and txid are on record; whoever stores it at this moment is waited for. */
export async function claimProof(tx: Tx, { proof, proofText, signature, publicKey }: ReceivedProof): Promise<boolean> {
  const { issuer, txid, from, to } = proof
  const [row] = await tx.rows(CLAIM, [issuer, txid, from.ocid, to.ocid, proofText, signature, publicKey])
  return row !== undefined
}

const RECORD = {
  name: 'received-proof-record',
  text: `INSERT INTO received_proofs (issuer, txid, kind, amount_minor, currency, transfer_id, incoming_txid) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
}

export interface Receipt {
  readonly kind: 'WALLET' | 'PAYMENT' | 'RESERVE' | 'UNMATCHED'
  readonly transferId: bigint
  /** The payment that it completes. */
  readonly incomingTxid: string | null
}

/** Writes down which transfer booked the proof, and as what. */
export async function recordReceipt(tx: Tx, { proof, money }: ReceivedProof, receipt: Receipt): Promise<void> {
  const { kind, transferId, incomingTxid } = receipt
  const { amountMinor, currency } = money
  await tx.rows(RECORD, [proof.issuer, proof.txid, kind, amountMinor, currency.code, transferId, incomingTxid])
}

/** A received proof for the operator. */
export interface ListedProof {
  readonly issuer: number
  readonly txid: string
  readonly kind: Receipt['kind']
  readonly amountMinor: bigint
  readonly currency: string
  readonly proofText: string
  readonly receivedAt: Date
  /** When an operator said whose the money is; null when nobody had to, or nobody has yet. */
  readonly assignedAt: Date | null
}

const LIST = {
  name: 'received-proof-list',
  text: `SELECT b.issuer, b.txid, b.kind, b.amount_minor AS "amountMinor", b.currency, p.proof_text AS "proofText",
      b.received_at AS "receivedAt", b.assigned_at AS "assignedAt"
    FROM received_proofs b JOIN proofs p ON p.issuer = b.issuer AND p.txid = b.txid
    WHERE NOT $1 OR (b.kind = 'UNMATCHED' AND b.assigned_at IS NULL) ORDER BY b.received_at DESC, b.txid LIMIT $2`,
}

/** Received proofs, the newest first: all of them, or those whose money waits in suspense. */
export async function listReceivedProofs(onlyUnmatched: boolean, most: number): Promise<ListedProof[]> {
  const found = await rows<Omit<ListedProof, 'issuer'> & { readonly issuer: bigint }>(LIST, [onlyUnmatched, most])
  return found.map((row) => ({ ...row, issuer: Number(row.issuer) }))
}

const LOCK = {
  name: 'received-proof-lock',
  text: `SELECT kind, amount_minor AS "amountMinor", currency, assigned_at AS "assignedAt" FROM received_proofs
    WHERE issuer = $1 AND txid = $2 FOR UPDATE`,
}

export type LockedProof = Pick<ListedProof, 'kind' | 'amountMinor' | 'currency' | 'assignedAt'>

/** The received proof, locked: it is assigned by one at a time. */
export async function lockReceivedProof(tx: Tx, issuer: number, txid: string): Promise<LockedProof | undefined> {
  const [row] = await tx.rows<LockedProof>(LOCK, [issuer, txid])
  return row
}

const ASSIGN = {
  name: 'received-proof-assign',
  text: 'UPDATE received_proofs SET assigned_transfer_id = $3, assigned_at = now() WHERE issuer = $1 AND txid = $2',
}

export async function recordAssignment(tx: Tx, issuer: number, txid: string, transferId: bigint): Promise<void> {
  await tx.rows(ASSIGN, [issuer, txid, transferId])
}
