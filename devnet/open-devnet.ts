import { join, resolve } from 'node:path'
import { describeDevnet } from '@/devnet/describe-devnet'
import { type GatewayBook, openGatewayBook } from '@/devnet/merchant-gateway/gateway-book'
import { type MerchantGateway, merchantGatewayRoutes } from '@/devnet/merchant-gateway/merchant-gateway'
import { startMerchantTeller } from '@/devnet/merchant-gateway/merchant-teller'
import type { Handler } from '@/devnet/network/http-server'
import type { Network } from '@/devnet/network/network'
import { createNonceMemory } from '@/devnet/network/nonce-memory'
import { endpointPath, type Party } from '@/devnet/network/party'
import { answerAsParty, type PartyRoute } from '@/devnet/network/party-endpoint'
import { writeRegistryFile } from '@/devnet/network/registry-file'
import { jsonAnswer } from '@/devnet/network/wire'
import { makeParties } from '@/devnet/parties'
import { merchantRoutes } from '@/devnet/shop/merchant-routes'
import { openOrderBook } from '@/devnet/shop/order-book'
import type { Shop } from '@/devnet/shop/place-order'
import { answerAsShop } from '@/devnet/shop/shop-site'
import type { DevnetOptions } from '@/devnet/start-devnet'
import type { Crypto } from '@/lib/opencharge/signer'
import { createFileSource } from '@/lib/registry/file-source'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { createRegistry } from '@/lib/registry/registry'

interface DevnetParts extends DevnetOptions {
  readonly crypto: Crypto
  readonly origin: string
}

export interface OpenDevnet {
  readonly handle: Handler
  readonly registryFile: string
  stop(): Promise<void>
}

type Parties = ReturnType<typeof makeParties>

// A gateway that runs from its sources compiles a page when it is first asked for, which can take a while.
const patienceMs = 30_000

/** Everything behind the port: the parties, their books, and who answers which path. */
export function openDevnet({ crypto, origin, dataDir, gateway }: DevnetParts): OpenDevnet {
  const folder = resolve(dataDir, 'devnet')
  const registryFile = join(folder, 'registry.json')
  const parties = makeParties({ crypto, folder, origin }, gateway.ocid)
  writeRegistryFile(registryFile, metadataUrls(parties, gateway))
  const book = openGatewayBook(join(folder, 'merchant-gateway.jsonl'))
  const network = joinNetwork(crypto, registryFile, book, gateway.ocid)
  const teller = startMerchantTeller(network, parties.merchantGateway, book)
  const merchantGateway: MerchantGateway = {
    network,
    party: parties.merchantGateway,
    book,
    teller,
    merchants: [...parties.merchants.keys()],
    paymentGatewayOcid: gateway.ocid,
    webhooks: { received: 0, refused: 0 },
  }
  const shop: Shop = {
    network,
    url: origin,
    book: openOrderBook(join(folder, 'shop.jsonl')),
    merchants: parties.merchants,
    merchantGatewayOcid: parties.merchantGateway.ocid,
  }
  const stop = () => teller.stop().then(() => network.fetch.close())
  return { handle: dispatcher(shop, merchantGateway), registryFile, stop }
}

function metadataUrls({ merchantGateway, merchants }: Parties, gateway: DevnetOptions['gateway']): Map<number, string> {
  const parties = [merchantGateway, ...merchants.values()]
  const urls = new Map(parties.map(({ ocid, endpoint }) => [ocid, `${endpoint}/metadata.json`]))
  if (urls.has(gateway.ocid)) throw new Error(`The OCID ${gateway.ocid} is one of the devnet's own: choose another.`)
  return urls.set(gateway.ocid, gateway.metadataUrl)
}

function joinNetwork(crypto: Crypto, registryFile: string, book: GatewayBook, paymentGatewayOcid: number): Network {
  const fetch = createGuardedFetch({ allowPrivateNetwork: true, timeoutMs: patienceMs, userAgent: 'opencharge-devnet' })
  const registry = createRegistry({
    source: createFileSource(registryFile),
    fetch,
    crypto,
    now: () => Date.now(),
    onPeerSeen: ({ ocid, publicKey: { hex: publicKey } }) => {
      const isKnown = book.keysOf(ocid).some(({ hex }) => hex === publicKey)
      if (ocid === paymentGatewayOcid && !isKnown) book.record({ type: 'key', ocid, publicKey })
    },
  })
  const nowEpochSeconds = () => Math.floor(Date.now() / 1000)
  return { crypto, registry, fetch, nonces: createNonceMemory(), nowEpochSeconds }
}

function dispatcher(shop: Shop, merchantGateway: MerchantGateway): Handler {
  const { network } = shop
  const endpoints = new Map<string, { readonly party: Party; readonly routes: readonly PartyRoute[] }>()
  const open = (party: Party, routes: readonly PartyRoute[]) =>
    endpoints.set(endpointPath(party.ocid), { party, routes })
  open(merchantGateway.party, merchantGatewayRoutes(merchantGateway))
  for (const merchant of shop.merchants.values()) open(merchant, merchantRoutes(network, merchant, shop.book))
  return async (request) => {
    const base = /^\/[0-9]+\/opencharge(?=\/)/.exec(request.path)?.[0]
    const endpoint = base === undefined ? undefined : endpoints.get(base)
    if (endpoint) return answerAsParty(network, endpoint.party, endpoint.routes, request)
    const isStatus = request.method === 'GET' && request.path === '/status.json'
    return isStatus ? jsonAnswer(200, describeDevnet(shop, merchantGateway)) : answerAsShop(shop, request)
  }
}
