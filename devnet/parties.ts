import { join } from 'node:path'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { loadKey } from '@/devnet/network/load-key'
import { endpointPath, type Party } from '@/devnet/network/party'
import { type Seller, sellers } from '@/devnet/shop/catalogue'
import { type Crypto, createSigner } from '@/lib/opencharge/signer'

export const merchantGatewayOcid = 300

interface PartyParts {
  readonly crypto: Crypto
  readonly folder: string
  readonly origin: string
}

/** The merchant gateway takes proofs of the payment gateway; the merchants take proofs of the merchant gateway. */
export function makeParties(parts: PartyParts, paymentGatewayOcid: number) {
  const merchantGateway = makeParty(parts, {
    ocid: merchantGatewayOcid,
    name: 'Three Corners Payments',
    profile: 'Takes payments for the sellers of Three Corners Market.',
    currencies: [...devnetCurrencies.keys()],
    capabilities: ['orders.checkout', 'transfer.webhook'],
    accepts: [paymentGatewayOcid],
    iconUrl: null,
  })
  const merchants = new Map(
    sellers.map((seller) => [seller.ocid, makeParty(parts, merchantCard(parts.origin, seller))]),
  )
  return { merchantGateway, merchants }
}

type Card = Omit<Party, 'signer' | 'endpoint' | 'contact'>

const merchantCard = (origin: string, { ocid, name, profile, currency }: Seller): Card => ({
  ocid,
  name,
  profile,
  currencies: [currency],
  capabilities: ['orders.status', 'transfer.webhook'],
  accepts: [merchantGatewayOcid],
  iconUrl: `${origin}/${ocid}/icon.svg`,
})

function makeParty({ crypto, folder, origin }: PartyParts, card: Card): Party {
  const signer = createSigner(crypto, loadKey(join(folder, 'keys'), card.ocid))
  return { ...card, signer, endpoint: origin + endpointPath(card.ocid), contact: null }
}
