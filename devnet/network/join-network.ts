import type { KeyMemory } from '@/devnet/network/key-memory'
import type { Network } from '@/devnet/network/network'
import { createNonceMemory } from '@/devnet/network/nonce-memory'
import type { Crypto } from '@/lib/opencharge/signer'
import { createFileSource } from '@/lib/registry/file-source'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { createRegistry } from '@/lib/registry/registry'

// A gateway that runs from its sources compiles a page when it is first asked for, which can take a while.
const patienceMs = 30_000

/** What the parties of one devnet have in common: they know each other from one registry file. */
export function joinNetwork(crypto: Crypto, registryFile: string, keys: KeyMemory): Network {
  const openFetch = () =>
    createGuardedFetch({ allowPrivateNetwork: true, timeoutMs: patienceMs, userAgent: 'opencharge-devnet' })
  // All parties are at one origin, to which there are so many connections: calls that take all of them must not keep
  // whoever is called from looking up who calls.
  const [fetch, look] = [openFetch(), openFetch()]
  const registry = createRegistry({
    source: createFileSource(registryFile),
    fetch: look,
    crypto,
    now: () => Date.now(),
    onPeerSeen: ({ ocid, publicKey }) => keys.see(ocid, publicKey),
  })
  const nowEpochSeconds = () => Math.floor(Date.now() / 1000)
  const close = async () => void (await Promise.all([fetch.close(), look.close()]))
  return { crypto, registry, fetch, keys, nonces: createNonceMemory(), nowEpochSeconds, close }
}
