import { rows } from '@/lib/db/transaction'

/** A proof as it was signed, and whom it names. */
export interface StoredProof {
  readonly issuer: number
  readonly fromOcid: number
  readonly toOcid: number
  readonly proofText: string
  readonly signature: string
}

const READ = {
  name: 'proof-read',
  text: `SELECT issuer, from_ocid AS "fromOcid", to_ocid AS "toOcid", proof_text AS "proofText", signature FROM proofs WHERE txid = $1
    ORDER BY issuer = $2 DESC LIMIT 10`,
}

type Row = Omit<StoredProof, 'issuer' | 'fromOcid' | 'toOcid'> & Record<'issuer' | 'fromOcid' | 'toOcid', bigint>

/** Every proof with this txid (issuers choose their own, so there can be several), ours first. */
export async function findProofs(txid: string, ourOcid: number): Promise<StoredProof[]> {
  const found = await rows<Row>(READ, [txid, ourOcid])
  return found.map((row) => ({
    ...row,
    issuer: Number(row.issuer),
    fromOcid: Number(row.fromOcid),
    toOcid: Number(row.toOcid),
  }))
}
