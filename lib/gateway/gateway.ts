import { randomBytes } from 'node:crypto'
import { type Env, env } from '@/lib/env/env'
import { log } from '@/lib/log/log'
import { createFastCrypto } from '@/lib/opencharge/fast-crypto'
import { parsePrivateKey } from '@/lib/opencharge/keys'
import { checkKnownAnswers } from '@/lib/opencharge/known-answers'
import { type Crypto, createSigner, type Signer } from '@/lib/opencharge/signer'
import { createGuardedFetch, type GuardedFetch } from '@/lib/registry/guarded-fetch'
import { createRegistry, type Registry } from '@/lib/registry/registry'
import { openRegistrySource, parseRegistryConfig } from '@/lib/registry/registry-config'
import { recordKeySighting } from './key-sighting-store'

/** Who we are and whom we can reach: made once per process, after the database is there. */
export interface Gateway {
  readonly env: Env
  readonly ocid: number
  /** The base of our network API as others call it. */
  readonly endpoint: string
  readonly crypto: Crypto
  readonly signer: Signer
  readonly fetch: GuardedFetch
  readonly registry: Registry
}

const shared = globalThis as { openchargeGateway?: Promise<Gateway> }

export function gateway(): Promise<Gateway> {
  shared.openchargeGateway ??= createGateway(env())
  return shared.openchargeGateway
}

export async function createGateway(configuration: Env): Promise<Gateway> {
  const privateKey = parsePrivateKey(configuration.GATEWAY_PRIVATE_KEY)
  if (!privateKey.ok) throw new Error('GATEWAY_PRIVATE_KEY was not checked before use')
  const crypto = await createFastCrypto(randomBytes(32))
  checkKnownAnswers(crypto)
  const signer = createSigner(crypto, privateKey.value)
  const fetch = createGuardedFetch({
    allowPrivateNetwork: configuration.ALLOW_PRIVATE_NETWORK,
    userAgent: 'opencharge-gateway/0.1',
  })
  const { REGISTRY = '', REGISTRY_RPC_URL, ALLOW_PRIVATE_NETWORK } = configuration
  const source = parseRegistryConfig(REGISTRY, REGISTRY_RPC_URL, ALLOW_PRIVATE_NETWORK)
  if (!source.ok) throw new Error(source.error)
  const registry = createRegistry({
    source: openRegistrySource(source.value, { fetch, now: Date.now }),
    fetch,
    crypto,
    now: Date.now,
    onPeerSeen: (peer) => recordKeySighting(peer.ocid, peer.publicKey.hex),
    onFailure: (ocid, failure) => log().warn({ ocid, ...failure }, 'metadata was not fetched'),
  })
  const endpoint = `${configuration.PUBLIC_URL}/opencharge`
  return {
    env: configuration,
    ocid: configuration.GATEWAY_OCID,
    endpoint,
    crypto,
    signer,
    fetch,
    registry,
  }
}
