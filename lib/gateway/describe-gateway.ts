import type { NetworkCall } from '@/lib/http/network-route'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { ok, type Result } from '@/lib/opencharge/result'
import { ownCapabilities } from './capabilities'

/** GET /metadata.json (protocol section 3): who we are, with which key, and what we do. */
export async function describeGateway({ gateway }: Pick<NetworkCall, 'gateway'>): Promise<Result<unknown, never>> {
  const { env, endpoint, signer } = gateway
  const content = {
    name: env.GATEWAY_NAME,
    profile: 'Hosted checkout and wallet',
    iconUrl: `${env.PUBLIC_URL}/icon.svg`,
    contact: env.GATEWAY_CONTACT ?? null,
    endpoint,
    capabilities: [...ownCapabilities],
    currencies: [...env.CURRENCIES.keys()],
    accepts: env.ACCEPTS,
  }
  return ok(buildMetadata(content, signer))
}
