import { join } from 'node:path'
import { institutions } from '@/devnet/institutions'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { loadKey, replaceKey } from '@/devnet/network/load-key'
import { endpointPath, type Party } from '@/devnet/network/party'
import { type Seller, sellers, vendingMachine } from '@/devnet/shop/catalogue'
import { routePlans } from '@/devnet/shop/settlement-route'
import { type Crypto, createSigner } from '@/lib/opencharge/signer'

interface PartyParts {
  readonly crypto: Crypto
  readonly folder: string
  readonly origin: string
}

export type Parties = ReturnType<typeof makeParties>

const transfers = ['transfer.create', 'verify.txid']
const payments = ['payment.create', 'payment.settle', 'transfer.webhook']

/** Everybody but the payment gateway, and whose proofs each takes. */
export function makeParties(parts: PartyParts, paymentGatewayOcid: number) {
  const { threeCorners, meridian, harbour, isle } = institutions
  const institution = (who: Institution, accepts: number[], capabilities: string[]) =>
    makeParty(parts, { ...who, accepts, capabilities, currencies: [...devnetCurrencies.keys()], iconUrl: null })
  const cards = [...sellers, vendingMachine].map((seller) => merchantCard(parts.origin, seller, paymentGatewayOcid))
  return {
    threeCorners: institution(threeCorners, [paymentGatewayOcid], ['orders.checkout', 'transfer.webhook']),
    meridian: institution(meridian, [], transfers),
    harbour: institution(harbour, [meridian.ocid], ['orders.checkout', ...transfers, ...payments]),
    isle: institution(isle, [harbour.ocid], [...transfers, ...payments]),
    merchants: new Map(cards.map((card) => [card.ocid, makeParty(parts, card)])),
  }
}

export const everyParty = ({ threeCorners, meridian, harbour, isle, merchants }: Parties): readonly Party[] => [
  threeCorners,
  meridian,
  harbour,
  isle,
  ...merchants.values(),
]

type Institution = (typeof institutions)[keyof typeof institutions]
type Card = Omit<Party, 'signer' | 'rotateKey' | 'endpoint' | 'contact'>

function merchantCard(
  origin: string,
  { ocid, name, profile, currency, route }: Seller,
  paymentGatewayOcid: number,
): Card {
  const { accepts } = routePlans[route]
  return {
    ocid,
    name,
    profile,
    currencies: [currency],
    capabilities: ['orders.status', 'transfer.webhook', ...(ocid === vendingMachine.ocid ? ['orders.create'] : [])],
    accepts: [accepts === 'payment_gateway' ? paymentGatewayOcid : accepts],
    iconUrl: `${origin}/${ocid}/icon.svg`,
  }
}

function makeParty({ crypto, folder, origin }: PartyParts, card: Card): Party {
  const keys = join(folder, 'keys')
  let signer = createSigner(crypto, loadKey(keys, card.ocid))
  return {
    ...card,
    endpoint: origin + endpointPath(card.ocid),
    contact: null,
    get signer() {
      return signer
    },
    rotateKey() {
      signer = createSigner(crypto, replaceKey(keys, card.ocid))
    },
  }
}
