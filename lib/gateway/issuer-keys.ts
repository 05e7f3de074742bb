import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
import type { Peer } from '@/lib/registry/registry'
import type { Gateway } from './gateway'
import { listKeysNear } from './key-sighting-store'

/** A key of a proof's issuer. `isFormer`: it has gone on to another since, and who knows who has this one by now. */
export interface IssuerKey {
  readonly publicKey: PublicKey
  readonly isFormer: boolean
}

const MOST_OLD_KEYS = 20

/**
 * The issuer's key as we know it, as its metadata shows it now, and those under which we saw it about the time of the proof.
 * A proof is never signed anew (protocol section 4), so one that comes late may be older than its issuer's key.
 */
export async function* issuerKeys(
  { registry }: Pick<Gateway, 'registry'>,
  issuer: Peer,
  proof: unknown,
): AsyncGenerator<IssuerKey> {
  yield { publicKey: issuer.publicKey, isFormer: false }
  const tried = new Set([issuer.publicKey.hex])
  const current = await registry.refresh(issuer.ocid)
  if (current.ok && !tried.has(current.value.publicKey.hex)) {
    tried.add(current.value.publicKey.hex)
    yield { publicKey: current.value.publicKey, isFormer: false }
  }
  for (const publicKey of await listKeysNear(issuer.ocid, momentOf(proof), MOST_OLD_KEYS)) {
    const key = parsePublicKey(publicKey)
    if (key.ok && !tried.has(key.value.hex)) yield { publicKey: key.value, isFormer: true }
  }
}

/** When a proof says that it was made: however often its issuer has gone on to another key since, that of then is near. */
function momentOf(proof: unknown): number {
  const timestamp: unknown = typeof proof === 'object' && proof !== null ? Reflect.get(proof, 'timestamp') : undefined
  return typeof timestamp === 'number' ? timestamp : Date.now() / 1000
}
