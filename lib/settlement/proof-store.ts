import { rows } from '@/lib/db/transaction'

/** A proof as it was signed, and whom it names. */
interface StoredProof {
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

/**
 * The proof with this txid for somebody who may see it: its issuer and those whom it names. Issuers choose their own txids, so
 * that there can be several; ours comes first.
 */
export async function findVisibleProof(
  txid: string,
  ourOcid: number,
  askerOcid: number,
): Promise<Pick<StoredProof, 'proofText' | 'signature'> | undefined> {
  const proofs = await findProofs(txid, ourOcid)
  return proofs.find(({ issuer, fromOcid, toOcid }) => [issuer, fromOcid, toOcid].includes(askerOcid))
}

async function findProofs(txid: string, ourOcid: number): Promise<StoredProof[]> {
  const found = await rows<Row>(READ, [txid, ourOcid])
  return found.map((row) => ({
    ...row,
    issuer: Number(row.issuer),
    fromOcid: Number(row.fromOcid),
    toOcid: Number(row.toOcid),
  }))
}

const READ_ONE = {
  name: 'proof-read-one',
  text: 'SELECT proof_text AS "proofText", payment_id AS "paymentId" FROM proofs WHERE issuer = $1 AND txid = $2',
}

/** What our books have under this issuer and txid. */
export async function findStoredProof(
  issuer: number,
  txid: string,
): Promise<{ readonly proofText: string; readonly paymentId: string | null } | undefined> {
  const [row] = await rows<{ proofText: string; paymentId: string | null }>(READ_ONE, [issuer, txid])
  return row
}

/** A key that signed proofs, and the span in which it did. */
export interface SigningKey {
  readonly publicKey: string
  readonly firstSignedAt: Date
  readonly lastSignedAt: Date
  readonly proofCount: number
}

const SIGNING_KEYS = {
  name: 'proof-signing-keys',
  text: `SELECT public_key AS "publicKey", min(created_at) AS "firstSignedAt", max(created_at) AS "lastSignedAt", count(*)::float8 AS "proofCount"
    FROM proofs WHERE issuer = $1 GROUP BY public_key ORDER BY max(created_at) DESC`,
}

/** The keys under which `issuer` signed the proofs that we keep, latest first. */
export async function listSigningKeys(issuer: number): Promise<SigningKey[]> {
  return rows<SigningKey>(SIGNING_KEYS, [issuer])
}
