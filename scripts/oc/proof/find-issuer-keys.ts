import type { Gateway } from '@/lib/gateway/gateway'
import { listKeySightings } from '@/lib/gateway/key-sighting-store'
import { listKeyArchive } from '@/lib/gateway/signing-key-store'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
import type { Peer } from '@/lib/registry/registry'
import { listSigningKeys } from '@/lib/settlement/proof-store'
import { mergeOwnKeys } from '../own-keys'
import { momentText } from '../text-table'

/** A key that is or was the issuer's, and how we know. */
export interface IssuerKey {
  readonly key: PublicKey
  readonly isCurrent: boolean
  /** When it was used, as a clause that follows the key. */
  readonly usage: string
  /** When the issuer went on to the key that came after this one, as far as we know; null when none came. */
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
  const history = [...(isUs ? await readOwnHistory(us) : []), ...(await readSightings(ocid, peer))]
  const unavailable = reason === null ? null : String(reason)
  return { ocid, isUs, peer, unavailable, keys: distinct([...currentKeys(us, isUs, peer, history), ...history]) }
}

function currentKeys(us: Gateway, isUs: boolean, peer: Peer | null, history: readonly IssuerKey[]): IssuerKey[] {
  const current = (key: PublicKey, otherwise: string): IssuerKey => {
    const known = history.find((other) => other.key.hex === key.hex)
    return { key, isCurrent: true, usage: known?.usage ?? otherwise, replacedAt: null }
  }
  return [
    ...(isUs ? [current(us.signer.publicKey, 'with which we are configured')] : []),
    ...(peer ? [current(peer.publicKey, 'which the registry shows today')] : []),
  ]
}

/** Our own keys, as the archive and the proofs have them. One that has not begun to sign can have signed nothing. */
async function readOwnHistory(us: Gateway): Promise<IssuerKey[]> {
  const own = mergeOwnKeys(await listKeyArchive(), await listSigningKeys(us.ocid), '')
  return own.flatMap(({ publicKey, state, signedFrom, signedUntil }) => {
    const key = parsePublicKey(publicKey)
    if (!key.ok || signedFrom === null) return []
    const until = signedUntil === null ? 'and still signs' : `until ${momentText(signedUntil)}`
    const usage = `which signed from ${momentText(signedFrom)} ${until}`
    return [{ key: key.value, isCurrent: state === 'SIGNING', usage, replacedAt: signedUntil }]
  })
}

/** What we saw of anybody's keys: in metadata, and in the proofs that we keep. */
async function readSightings(ocid: number, peer: Peer | null): Promise<IssuerKey[]> {
  const [sightings, signing] = [await listKeySightings(ocid, MOST_KEYS), await listSigningKeys(ocid)]
  const seen = mergeSpans([
    ...sightings.map(({ publicKey, firstSeenAt, lastSeenAt }) => ({ publicKey, from: firstSeenAt, to: lastSeenAt })),
    ...signing.map(({ publicKey, firstSignedAt, lastSignedAt }) => ({
      publicKey,
      from: firstSignedAt,
      to: lastSignedAt,
    })),
  ])
  return seen.flatMap(({ publicKey, from, to }) => {
    const key = parsePublicKey(publicKey)
    if (!key.ok) return []
    const usage = `which we saw from ${momentText(from)} until ${momentText(to)}`
    // The registry shows another key that we had not seen: it came at some time until now.
    const latest = peer && peer.publicKey.hex !== publicKey ? new Date() : null
    return [{ key: key.value, isCurrent: false, usage, replacedAt: replacedAt(seen, publicKey, from) ?? latest }]
  })
}

interface Span {
  readonly publicKey: string
  readonly from: Date
  readonly to: Date
}

/** One span a key, the latest key first. */
function mergeSpans(spans: readonly Span[]): Span[] {
  const merged = new Map<string, Span>()
  for (const span of spans) {
    const { from, to } = merged.get(span.publicKey) ?? span
    const earliest = new Date(Math.min(Number(from), Number(span.from)))
    const latest = new Date(Math.max(Number(to), Number(span.to)))
    merged.set(span.publicKey, { ...span, from: earliest, to: latest })
  }
  return [...merged.values()].sort((a, b) => b.from.getTime() - a.from.getTime())
}

function replacedAt(seen: readonly Span[], publicKey: string, from: Date): Date | null {
  // Newest first: the last one that is later than `from` is the direct successor.
  return seen.filter((other) => other.publicKey !== publicKey && other.from > from).at(-1)?.from ?? null
}

function distinct(keys: readonly IssuerKey[]): IssuerKey[] {
  return keys.filter(({ key }, index) => keys.findIndex((other) => other.key.hex === key.hex) === index)
}
