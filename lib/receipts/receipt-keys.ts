import type { Gateway } from '@/lib/gateway/gateway'
import type { BundleKey } from './receipt-bundle'
import { listSeenKeys, type StoredReceipt } from './receipt-store'

/** The keys of merchant and issuer as we saw them; the one that signed the proof stands first. */
export async function receiptKeys(us: Gateway, receipt: StoredReceipt): Promise<BundleKey[]> {
  const { issuer, merchantOcid, publicKey, paidAtEpochSeconds } = receipt
  const seen = await listSeenKeys([...new Set([issuer, merchantOcid])], us.ocid)
  const isSigner = (key: BundleKey) => key.ocid === issuer && key.publicKey === publicKey
  const sighting = seen.find(isSigner)
  // We saw it when we took the proof, also where its metadata was not asked for again.
  const signer = {
    ocid: issuer,
    publicKey,
    firstSeenAt: sighting?.firstSeenAt ?? paidAtEpochSeconds,
    lastSeenAt: Math.max(sighting?.lastSeenAt ?? 0, paidAtEpochSeconds),
  }
  return [signer, ...seen.filter((key) => !isSigner(key))]
}
