import type { KeyMemory } from '@/devnet/network/key-memory'
import type { NonceMemory } from '@/devnet/network/nonce-memory'
import type { Crypto } from '@/lib/opencharge/signer'
import type { GuardedFetch } from '@/lib/registry/guarded-fetch'
import type { Registry } from '@/lib/registry/registry'

/** What every party needs to talk to the others. */
export interface Network {
  readonly crypto: Crypto
  readonly registry: Registry
  readonly fetch: GuardedFetch
  readonly keys: KeyMemory
  readonly nonces: NonceMemory
  readonly nowEpochSeconds: () => number
  readonly close: () => Promise<void>
}
