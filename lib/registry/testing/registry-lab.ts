import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { err, ok } from '@/lib/opencharge/result'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { createRegistry, type Peer, type Registry, type RegistryOptions } from '@/lib/registry/registry'
import type { RegistrySource } from '@/lib/registry/registry-source'
import { metadataText, signerOf, startMetadataServer } from '@/lib/registry/testing/metadata-server'

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute

export const oldKey = signerOf('1')
export const newKey = signerOf('2')

/** The key that a peer was found with, or the code of the error. */
export async function keyOf(answer: ReturnType<Registry['peer']>): Promise<string> {
  const peer = await answer
  return peer.ok ? peer.value.publicKey.hex : peer.error.code
}

/** A registry in memory with OCIDs 0 and 7, a real HTTP server that is both peers' host, and a clock that stands. */
export async function createRegistryLab() {
  const server = await startMetadataServer()
  // Longer than any test may take: who is answered while the server holds back did not wait for it.
  const fetch = createGuardedFetch({ allowPrivateNetwork: true, timeoutMs: 60_000 })
  const state = {
    nowMs: 1_800_000_000_000,
    isRegistryDown: false,
    sourceCalls: 0,
    /** The peers that `onPeerSeen` was told of. */
    seen: [] as Peer[],
    registered: new Map([
      [0, `${server.origin}/zero`],
      [7, `${server.origin}/seven/metadata.json`],
    ]),
  }
  const source: RegistrySource = {
    async find(ocid) {
      state.sourceCalls += 1
      return state.isRegistryDown ? err({ reason: 'the registry is down' }) : ok(state.registered.get(ocid))
    },
  }
  const lab = Object.assign(state, {
    server,
    source,
    open(more: Partial<RegistryOptions> = {}): Registry {
      const onPeerSeen = (peer: Peer) => void state.seen.push(peer)
      return createRegistry({ source, fetch, crypto: nobleCrypto, now: () => state.nowMs, onPeerSeen, ...more })
    },
    serve(signer = oldKey, endpoint = `${server.origin}/opencharge`) {
      server.serving = { status: 200, text: metadataText(signer, endpoint) }
    },
    serveNothing() {
      server.serving = { status: 500, text: '' }
    },
    async close() {
      server.release()
      await server.close()
      await fetch.close()
    },
  })
  lab.serve()
  return lab
}

export type RegistryLab = Awaited<ReturnType<typeof createRegistryLab>>
