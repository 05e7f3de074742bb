import type { PeerMetadata } from '@/lib/opencharge/metadata'

/** A party of the network, as its metadata was when we last fetched it. */
export interface Peer extends PeerMetadata {
  readonly ocid: number
  /** The host of its endpoint (with the port unless it is the scheme's own), in its ASCII form, for people to read. */
  readonly domain: string
  /**
   * Whether the registered metadata URL is on that same host. If not, the domain is the peer's word only: anybody
   * can name another's host as his endpoint.
   */
  readonly isDomainConfirmed: boolean
  readonly fetchedAtEpochMs: number
}
