import { answerAsBookshop, type Bookshop } from '@/devnet/bookshop/bookshop-site'
import { answerAsCounter } from '@/devnet/counter/counter-site'
import { describeDevnet } from '@/devnet/describe-devnet'
import { answerWithFaults, type FaultyEndpoint } from '@/devnet/faults/answer-with-faults'
import { answerFaultDesk } from '@/devnet/faults/fault-desk'
import { createFaultList } from '@/devnet/faults/fault-list'
import { type House, houseRoutes } from '@/devnet/house/house'
import type { OrderRouter } from '@/devnet/merchant-gateway/forward-order'
import { type MerchantGateway, merchantGatewayRoutes, orderRoute } from '@/devnet/merchant-gateway/merchant-gateway'
import { answerAsParty } from '@/devnet/network/answer-as-party'
import type { Handler } from '@/devnet/network/http-server'
import type { Network } from '@/devnet/network/network'
import type { PartyEndpoint, PartyRoute } from '@/devnet/network/party-endpoint'
import { jsonAnswer, type WireReply, type WireRequest } from '@/devnet/network/wire'
import { vendingMachine } from '@/devnet/shop/catalogue'
import { merchantRoutes } from '@/devnet/shop/merchant-routes'
import type { Shop } from '@/devnet/shop/place-order'
import { answerAsShop } from '@/devnet/shop/shop-site'
import { answerAsTerminal } from '@/devnet/terminal/terminal-site'
import { vendingRoutes } from '@/devnet/vending/vending-routes'

export interface DevnetParties {
  readonly shop: Shop
  readonly merchantGateway: MerchantGateway
  /** The second merchant gateway, which is a house as well. */
  readonly harbourOrders: OrderRouter
  readonly houses: readonly House[]
  readonly bookshop: Bookshop
}

/** Finds who answers a request: a party, its fault desk, or the shop. */
export function dispatchRequests(network: Network, parties: DevnetParties): Handler {
  const { shop } = parties
  const institutions = new Map(institutionEndpoints(parties).map((endpoint) => [endpoint.party.ocid, endpoint]))
  const merchants = new Map<number, PartyEndpoint>()
  for (const party of shop.merchants.values()) {
    const own = party.ocid === vendingMachine.ocid ? vendingRoutes(network, party, shop.book) : []
    merchants.set(party.ocid, { party, routes: [...merchantRoutes(network, party, shop.book), ...own] })
  }
  return async (request) => {
    const { ocid, place } = addressee(request)
    const [institution, merchant] = [institutions.get(ocid), merchants.get(ocid)]
    if (place === 'opencharge/' && institution) return answerWithFaults(network, institution, request)
    if (place === 'opencharge/' && merchant) return answerAsParty(network, merchant, request)
    if (place === 'faults' && institution) return answerFaultDesk(institution, network.keys, request)
    return answerAsSite(parties, request)
  }
}

/** Whom the path is for: /<ocid>/opencharge/… is a party, /<ocid>/faults its fault desk. */
function addressee({ path }: WireRequest) {
  const [, ocid, place] = /^\/([0-9]+)\/(opencharge\/|faults$)/.exec(path) ?? []
  return { ocid: ocid === undefined ? Number.NaN : Number(ocid), place }
}

async function answerAsSite(parties: DevnetParties, request: WireRequest): Promise<WireReply> {
  const isStatus = request.method === 'GET' && request.path === '/status.json'
  if (isStatus) return jsonAnswer(200, describeDevnet(parties))
  return (
    (await answerAsBookshop(parties.bookshop, request)) ??
    (await answerAsTerminal(parties.shop, request)) ??
    answerAsCounter(parties.shop, request) ??
    answerAsShop(parties.shop, request)
  )
}

function institutionEndpoints({ merchantGateway, harbourOrders, houses }: DevnetParties): readonly FaultyEndpoint[] {
  const faulty = (endpoint: PartyEndpoint, issued: FaultyEndpoint['issued']): FaultyEndpoint => ({
    ...endpoint,
    faults: createFaultList(),
    issued,
  })
  const routesOf = (house: House): readonly PartyRoute[] =>
    house.party.ocid === harbourOrders.party.ocid
      ? [orderRoute(harbourOrders), ...houseRoutes(house)]
      : houseRoutes(house)
  return [
    faulty({ party: merchantGateway.party, routes: merchantGatewayRoutes(merchantGateway) }, () => []),
    ...houses.map((house) => faulty({ party: house.party, routes: routesOf(house) }, house.book.issued.all)),
  ]
}
