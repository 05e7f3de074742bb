import type { Tx } from '@/lib/db/transaction'
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
