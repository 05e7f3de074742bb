import type { ArchivedKey, SigningKeyState } from '@/lib/gateway/signing-key-store'
import type { SigningKey } from '@/lib/settlement/proof-store'

/** One of our keys, with all that is known of it. */
export interface OwnKey {
  readonly publicKey: string
  /** Null when it is not in the archive. */
  readonly state: SigningKeyState | null
  /** GATEWAY_PRIVATE_KEY is this one. */
  readonly isConfigured: boolean
  readonly signedFrom: Date | null
  /** Until its replacement, or its last proof when a process went on with it for a while; null while it signs. */
  readonly signedUntil: Date | null
  readonly proofCount: number
}

/** What the archive, the proofs and the configuration know of our keys, put together; those of the archive first. */
export function mergeOwnKeys(
  archive: readonly ArchivedKey[],
  used: readonly SigningKey[],
  configured: string,
): OwnKey[] {
  const archived = archive.map((key) => ownKey(key, used, configured))
  const isKnown = (publicKey: string) => archive.some((key) => key.publicKey === publicKey)
  const others = [configured, ...used.map(({ publicKey }) => publicKey)]
    .filter((publicKey, index, all) => publicKey !== '' && !isKnown(publicKey) && all.indexOf(publicKey) === index)
    .map((publicKey) => ownKey({ publicKey, state: null, signedFrom: null, signedUntil: null }, used, configured))
  return [...archived, ...others]
}

type KnownKey = Omit<ArchivedKey, 'state'> & { readonly state: SigningKeyState | null }

function ownKey(key: KnownKey, used: readonly SigningKey[], configured: string): OwnKey {
  const proofs = used.find(({ publicKey }) => publicKey === key.publicKey)
  const stillSigns = key.state === 'SIGNING' || key.state === 'NEXT'
  return {
    publicKey: key.publicKey,
    state: key.state,
    isConfigured: key.publicKey === configured,
    signedFrom: key.signedFrom ?? proofs?.firstSignedAt ?? null,
    signedUntil: stillSigns ? null : later(key.signedUntil, proofs?.lastSignedAt ?? null),
    proofCount: proofs?.proofCount ?? 0,
  }
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return new Date(Math.max(Number(one), Number(other)))
}
