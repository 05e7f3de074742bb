import type { Env } from '@/lib/env/env'
import type { Gateway } from '@/lib/gateway/gateway'
import { fetchPeer } from '@/lib/registry/fetch-peer'
import type { Peer } from '@/lib/registry/peer'
import { openRegistrySource, parseRegistryConfig } from '@/lib/registry/registry-config'
import type { SourceFailure } from '@/lib/registry/registry-source'
import { type Finding, fault, fine } from '../finding'
import type { Check } from './patient'

const NAME = 'registration'

/** Whether the network finds us: our OCID leads through the registry to metadata that shows our key and endpoint. */
export const checkRegistration: Check = {
  name: NAME,
  needs: ['settings', 'gateway'],
  look: async ({ settings, gateway: us }) => {
    if (!us || !settings) return []
    const { REGISTRY = '', REGISTRY_RPC_URL, ALLOW_PRIVATE_NETWORK } = settings
    const config = parseRegistryConfig(REGISTRY, REGISTRY_RPC_URL, ALLOW_PRIVATE_NETWORK)
    if (!config.ok) return [fault(NAME, config.error)]
    const { fetch, crypto, ocid } = us
    const source = openRegistrySource(config.value, { fetch, now: Date.now })
    const found = await fetchPeer(ocid, { source, fetch, crypto, now: Date.now })
    if (!found.ok) return [unreachable(ocid, settings, found.error)]
    return [found.value ? compare(found.value, us) : unregistered(settings, us)]
  },
}

function unreachable(ocid: number, { REGISTRY }: Env, { reason, detail }: SourceFailure): Finding {
  const says = `OCID ${ocid} cannot be looked up: ${reason}${detail ? ` (${detail})` : ''}`
  return fault(
    NAME,
    says,
    `Start the gateway, and check that REGISTRY (${REGISTRY}) and the URL registered in it can be reached from here.`,
  )
}

const unregistered = ({ REGISTRY }: Env, us: Gateway): Finding =>
  fault(
    NAME,
    `OCID ${us.ocid} is not in ${REGISTRY}`,
    `Register ${us.endpoint}/metadata.json there, or set GATEWAY_OCID to your own OCID.`,
  )

function compare(peer: Peer, us: Gateway): Finding {
  if (peer.publicKey.hex !== us.signer.publicKey.hex) {
    const mend = 'Check GATEWAY_OCID and the registered URL: others refuse what we sign until it shows our key.'
    return fault(
      NAME,
      `the metadata registered for OCID ${us.ocid} (${peer.name}) shows another public key than ours`,
      mend,
    )
  }
  if (peer.endpoint !== us.endpoint) {
    const says = `the metadata registered for OCID ${us.ocid} names the endpoint ${peer.endpoint}, and ours is ${us.endpoint}`
    return fault(NAME, says, 'Set PUBLIC_URL alike everywhere, and restart the gateway.')
  }
  return fine(NAME, `OCID ${us.ocid} leads to us and shows our key`)
}
