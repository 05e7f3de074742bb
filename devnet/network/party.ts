import type { PeerMetadata } from '@/lib/opencharge/metadata'
import type { Signer } from '@/lib/opencharge/signer'

/** One party of the small network, with its own key. */
export interface Party extends Omit<PeerMetadata, 'publicKey'> {
  readonly ocid: number
  /** The present one: read it anew for each signature. */
  readonly signer: Signer
  /** Takes a new key at once. */
  rotateKey(): void
}

/** Where the parties of one devnet live on its server. */
export const endpointPath = (ocid: number) => `/${ocid}/opencharge`
