import { join, resolve } from 'node:path'
import { openBookshop } from '@/devnet/bookshop/bookshop-site'
import { type DevnetParties, dispatchRequests } from '@/devnet/dispatch-requests'
import type { House } from '@/devnet/house/house'
import { openHouseBook } from '@/devnet/house/house-book'
import { houseOutbox } from '@/devnet/house/house-outbox'
import { openingReserves, openReserves } from '@/devnet/house/opening-reserves'
import { openGatewayBook } from '@/devnet/merchant-gateway/gateway-book'
import type { MerchantGateway } from '@/devnet/merchant-gateway/merchant-gateway'
import { orderOutbox } from '@/devnet/merchant-gateway/order-outbox'
import type { Handler } from '@/devnet/network/http-server'
import { joinNetwork } from '@/devnet/network/join-network'
import { openKeyMemory } from '@/devnet/network/key-memory'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import { startProofTeller } from '@/devnet/network/proof-teller'
import { writeRegistryFile } from '@/devnet/network/registry-file'
import { everyParty, makeParties, type Parties } from '@/devnet/parties'
import { sellersThrough } from '@/devnet/shop/catalogue'
import { openOrderBook } from '@/devnet/shop/order-book'
import type { DevnetOptions } from '@/devnet/start-devnet'
import type { Crypto } from '@/lib/opencharge/signer'

interface DevnetParts extends DevnetOptions {
  readonly crypto: Crypto
  readonly origin: string
}

export interface OpenDevnet {
  readonly handle: Handler
  readonly registryFile: string
  stop(): Promise<void>
}

/** Everything behind the port: the parties, their books, and who answers which path. */
export function openDevnet({ crypto, origin, dataDir, gateway }: DevnetParts): OpenDevnet {
  const folder = resolve(dataDir, 'devnet')
  const registryFile = join(folder, 'registry.json')
  const parties = makeParties({ crypto, folder, origin }, gateway.ocid)
  writeRegistryFile(registryFile, metadataUrls(parties, gateway))
  const network = joinNetwork(crypto, registryFile, knownKeys(folder, parties))
  const merchantGateway = openMerchantGateway(network, folder, parties.threeCorners, gateway.ocid)
  const { merchants, harbour } = parties
  const houses = [parties.meridian, harbour, parties.isle].map((party) => openHouse(network, folder, party))
  layIn(houses, parties.meridian, gateway.ocid)
  const opened: DevnetParties = {
    shop: { network, url: origin, book: openOrderBook(join(folder, 'shop.jsonl')), merchants },
    merchantGateway,
    harbourOrders: {
      network,
      party: harbour,
      book: openGatewayBook(join(folder, 'harbour-orders.jsonl')),
      merchants: sellersThrough(harbour.ocid),
      paymentGatewayOcid: gateway.ocid,
    },
    houses,
    bookshop: openBookshop(origin, folder),
  }
  const tellers = [merchantGateway, ...houses].map(({ teller }) => teller)
  const stop = () => Promise.all(tellers.map((teller) => teller.stop())).then(() => network.close())
  return { handle: dispatchRequests(network, opened), registryFile, stop }
}

function metadataUrls(parties: Parties, gateway: DevnetOptions['gateway']): Map<number, string> {
  const urls = new Map(everyParty(parties).map(({ ocid, endpoint }) => [ocid, `${endpoint}/metadata.json`]))
  if (urls.has(gateway.ocid)) throw new Error(`The OCID ${gateway.ocid} is one of the devnet's own: choose another.`)
  return urls.set(gateway.ocid, gateway.metadataUrl)
}

// The parties of one devnet have met before: none of them changes its key without the others having seen the old one.
function knownKeys(folder: string, parties: Parties) {
  const keys = openKeyMemory(join(folder, 'keys.jsonl'))
  for (const { ocid, signer } of everyParty(parties)) keys.see(ocid, signer.publicKey)
  return keys
}

function openMerchantGateway(
  network: Network,
  folder: string,
  party: Party,
  paymentGatewayOcid: number,
): MerchantGateway {
  const book = openGatewayBook(join(folder, 'merchant-gateway.jsonl'))
  const teller = startProofTeller(network, party, orderOutbox(book))
  const merchants = sellersThrough(party.ocid)
  return { network, party, book, teller, merchants, paymentGatewayOcid, webhooks: { received: 0, refused: 0 } }
}

function openHouse(network: Network, folder: string, party: Party): House {
  const book = openHouseBook(join(folder, `house-${party.ocid}.jsonl`))
  return { network, party, book, teller: startProofTeller(network, party, houseOutbox(book, party.ocid)) }
}

function layIn(houses: readonly House[], provider: Party, paymentGatewayOcid: number): void {
  const house = houses.find(({ party }) => party.ocid === provider.ocid)
  if (house) openReserves(house.book, paymentGatewayOcid, openingReserves)
}
