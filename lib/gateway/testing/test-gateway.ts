import { readEnv } from '@/lib/env/env'
import type { Gateway } from '@/lib/gateway/gateway'
import { protocolError } from '@/lib/opencharge/errors'
import { createFastCrypto } from '@/lib/opencharge/fast-crypto'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { createSigner, type Signer } from '@/lib/opencharge/signer'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import type { Peer } from '@/lib/registry/registry'

/** Who is on the network: a registry in memory, which a test can change while the gateway runs. */
export interface PeerBook {
  /** Puts a party on the network whose key is that of `word`; gives what signs for it. */
  put(ocid: number, word: string, more?: Partial<Peer>): Signer
  remove(ocid: number): void
  /** What `refresh` answers from now on, when it is not what `peer` answers: a peer that has just changed its key. */
  putFresh(ocid: number, word: string, more?: Partial<Peer>): Signer
}

export interface TestGateway {
  readonly us: Gateway
  readonly peers: PeerBook
  close(): Promise<void>
}

export const ourOcid = 200

/** A gateway with real cryptography, a real fetch that may reach this machine, and a registry in memory. */
export async function createTestGateway(
  options: { timeoutMs?: number; env?: Record<string, string> } = {},
): Promise<TestGateway> {
  const crypto = await createFastCrypto()
  const fetch = createGuardedFetch({ allowPrivateNetwork: true, timeoutMs: options.timeoutMs ?? 5_000 })
  const { peers, registry } = createPeers()
  const env = readEnv({
    GATEWAY_MODE: 'development',
    GATEWAY_OCID: String(ourOcid),
    PUBLIC_URL: 'https://pay.example',
    CURRENCIES: 'USD,EUR,UGX,KWD',
    ...options.env,
  })
  const us: Gateway = {
    env,
    ocid: ourOcid,
    endpoint: `${env.PUBLIC_URL}/opencharge`,
    crypto,
    signer: createSigner(crypto, testPerson('our gateway').secret),
    fetch,
    registry,
  }
  return { us, peers, close: () => fetch.close() }
}

function createPeers(): { peers: PeerBook; registry: Gateway['registry'] } {
  const known = new Map<number, Peer>()
  const fresh = new Map<number, Peer>()
  const write =
    (book: Map<number, Peer>) =>
    (ocid: number, word: string, more: Partial<Peer> = {}) => {
      const { signer } = testPerson(word)
      book.set(ocid, { ...samplePeer(ocid, signer), ...more })
      return signer
    }
  const read = (peer: Peer | undefined): Result<Peer, ReturnType<typeof protocolError>> =>
    peer ? ok(peer) : err(protocolError('UNKNOWN_OCID'))
  return {
    peers: { put: write(known), putFresh: write(fresh), remove: (ocid) => void known.delete(ocid) },
    registry: {
      peer: async (ocid) => read(known.get(ocid)),
      refresh: async (ocid) => read(fresh.get(ocid) ?? known.get(ocid)),
      wouldAsk: () => false,
      settled: async () => undefined,
    },
  }
}

const samplePeer = (ocid: number, signer: Signer): Peer => ({
  ocid,
  name: `Party ${ocid}`,
  profile: '',
  iconUrl: null,
  contact: null,
  publicKey: signer.publicKey,
  endpoint: `https://party-${ocid}.example/opencharge`,
  domain: `party-${ocid}.example`,
  isDomainConfirmed: true,
  capabilities: [],
  currencies: [],
  accepts: [],
  fetchedAtEpochMs: Date.now(),
})
