import type { Gateway } from '@/lib/gateway/gateway'
import { listKeySightings } from '@/lib/gateway/key-sighting-store'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
import type { Peer } from '@/lib/registry/registry'
import { listSigningKeys } from '@/lib/settlement/proof-store'

/** A key that is or was the issuer's, and how we know. */
export interface IssuerKey {
  readonly key: PublicKey
  readonly isCurrent: boolean
  readonly source: string
  /** When the issuer was first seen with the key that came after this one; null when none came. */
  readonly replacedAt: Date | null
}

export interface Issuer {
  readonly ocid: number
  readonly isUs: boolean
  /** The issuer as the registry has it now. */
  readonly peer: Peer | null
  /** Why the registry has nothing. */
  readonly unavailable: string | null
  readonly keys: readonly IssuerKey[]
}

const MOST_KEYS = 100

/** Every key that the issuer is known to have signed with, the one of today first. */
export async function findIssuerKeys(us: Gateway, ocid: number): Promise<Issuer> {
  const isUs = ocid === us.ocid
  const found = await us.registry.peer(ocid)
  const peer = found.ok ? found.value : null
  const reason = found.ok ? null : (found.error.details?.reason ?? found.error.message)
  const history = await readHistory(ocid, peer)
  const current: IssuerKey[] = [
    ...(isUs ? [currentKey(us.signer.publicKey, 'our configured key')] : []),
    ...(peer ? [currentKey(peer.publicKey, 'its key in the registry today')] : []),
  ]
  const unavailable = reason === null ? null : String(reason)
  return { ocid, isUs, peer, unavailable, keys: distinct([...current, ...history]) }
}

const currentKey = (key: PublicKey, source: string): IssuerKey => ({ key, isCurrent: true, source, replacedAt: null })

/** Older keys: as metadata showed them, and as stored proofs name them. */
async function readHistory(ocid: number, peer: Peer | null): Promise<IssuerKey[]> {
  const [sightings, signing] = [await listKeySightings(ocid, MOST_KEYS), await listSigningKeys(ocid)]
  const seen = [
    ...sightings.map(({ publicKey, firstSeenAt, lastSeenAt }) => ({ publicKey, from: firstSeenAt, to: lastSeenAt })),
    ...signing.map(({ publicKey, firstSignedAt, lastSignedAt }) => ({
      publicKey,
      from: firstSignedAt,
      to: lastSignedAt,
    })),
  ].sort((a, b) => b.from.getTime() - a.from.getTime())
  return seen.flatMap(({ publicKey, from, to }) => {
    const key = parsePublicKey(publicKey)
    if (!key.ok) return []
    const source = `an older key of it, in use from ${from.toISOString()} to ${to.toISOString()} as far as we saw`
    // The registry shows another key that we had not seen: it came at some time until now.
    const latest = peer && peer.publicKey.hex !== publicKey ? new Date() : null
    return [{ key: key.value, isCurrent: false, source, replacedAt: replacedAt(seen, publicKey, from) ?? latest }]
  })
}

function replacedAt(
  seen: readonly { readonly publicKey: string; readonly from: Date }[],
  publicKey: string,
  from: Date,
): Date | null {
  // Newest first: the last one that is later than `from` is the direct successor.
  return seen.filter((other) => other.publicKey !== publicKey && other.from > from).at(-1)?.from ?? null
}

function distinct(keys: readonly IssuerKey[]): IssuerKey[] {
  return keys.filter(({ key }, index) => keys.findIndex((other) => other.key.hex === key.hex) === index)
}
