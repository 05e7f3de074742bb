import { routePlans, type SettlementRoute } from '@/devnet/shop/settlement-route'

/** One thing that can be bought. Prices are decimal strings of the seller's currency. */
export interface Product {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly price: string
  readonly unit: string
}

export interface Seller {
  readonly ocid: number
  readonly name: string
  readonly place: string
  readonly profile: string
  readonly currency: string
  readonly emblem: 'coffee' | 'motorcycle' | 'crocus' | 'agave' | 'book' | 'knife' | 'salt' | 'can'
  /** How payments reach it. */
  readonly route: SettlementRoute
  /** Added to each order and listed as no item: the payer sees it as the difference. */
  readonly shipping: string | null
  readonly products: readonly Product[]
}

export const sellers: readonly Seller[] = [
  {
    ocid: 500,
    name: 'Kaveri Coffee',
    place: 'Madikeri, Coorg',
    profile: 'Estate coffee, roasted on Tuesdays and posted the same day.',
    currency: 'USD',
    emblem: 'coffee',
    route: 'gateway_account',
    shipping: '4.90',
    products: [
      {
        id: 'monsoon-malabar',
        name: 'Monsooned Malabar',
        description: 'Low acid, heavy body, a little wild. Whole beans.',
        price: '14.50',
        unit: '250 g',
      },
      {
        id: 'filter-blend',
        name: 'Filter Kaapi blend',
        description: 'Peaberry and twenty per cent chicory, ground for the brass filter.',
        price: '11.25',
        unit: '500 g',
      },
      {
        id: 'brass-filter',
        name: 'Brass filter, two cups',
        description: 'Hand-turned in Kumbakonam. Improves for about thirty years.',
        price: '32.00',
        unit: 'each',
      },
    ],
  },
  {
    ocid: 501,
    name: 'Boda Boda Kampala',
    place: 'Kampala',
    profile: 'Rides and parcels by motorcycle, helmets included.',
    currency: 'UGX',
    emblem: 'motorcycle',
    route: 'gateway_account',
    shipping: null,
    products: [
      {
        id: 'ride-ntinda',
        name: 'Kampala Road to Ntinda',
        description: 'About twenty minutes, ten if Moses drives.',
        price: '7000',
        unit: 'a ride',
      },
      {
        id: 'parcel-entebbe',
        name: 'Parcel to Entebbe airport',
        description: 'Up to 10 kg, by the express road, signed for.',
        price: '38000',
        unit: 'a parcel',
      },
      {
        id: 'day-hire',
        name: 'A rider for the day',
        description: 'Eight hours, fuel included, as many stops as you like.',
        price: '95000',
        unit: 'a day',
      },
    ],
  },
  {
    ocid: 502,
    name: 'Souq Al-Mubarakiya Spices',
    place: 'Kuwait City',
    profile: 'Spices by weight from the old market, since 1961.',
    currency: 'KWD',
    emblem: 'crocus',
    route: 'gateway_account',
    shipping: null,
    products: [
      {
        id: 'saffron',
        name: 'Saffron, Super Negin',
        description: 'Long red threads, this autumn’s crop.',
        price: '1.250',
        unit: '1 g',
      },
      {
        id: 'cardamom',
        name: 'Green cardamom',
        description: 'Whole pods for coffee and machboos.',
        price: '0.875',
        unit: '100 g',
      },
      {
        id: 'loomi',
        name: 'Loomi, black dried lime',
        description: 'Sour and smoky. Two of them carry a whole pot.',
        price: '0.425',
        unit: '50 g',
      },
    ],
  },
  {
    ocid: 510,
    name: 'Taller Agave Azul',
    place: 'Teotitlán del Valle, Oaxaca',
    profile: 'Rugs from one loom, dyed with indigo and cochineal.',
    currency: 'USD',
    emblem: 'agave',
    route: 'direct',
    shipping: null,
    products: [
      {
        id: 'indigo-runner',
        name: 'Indigo table runner',
        description: 'Hand-spun wool, 40 by 150 cm. Doña Elia signs the corner.',
        price: '68.00',
        unit: 'each',
      },
      {
        id: 'cochineal-yarn',
        name: 'Cochineal yarn',
        description: 'What is left on the spindle when a rug is done. Very red.',
        price: '9.50',
        unit: '100 g',
      },
    ],
  },
  {
    ocid: 511,
    name: 'Livraria do Cais',
    place: 'Cais do Sodré, Lisbon',
    profile: 'Second-hand books by the ferry, sorted by how long the crossing is.',
    currency: 'EUR',
    emblem: 'book',
    route: 'partner_reserve',
    shipping: null,
    products: [
      {
        id: 'pessoa-pocket',
        name: 'Mensagem, pocket edition',
        description: 'Printed in 1972. Someone has underlined the sea.',
        price: '12.00',
        unit: 'each',
      },
      {
        id: 'surprise-parcel',
        name: 'Three books, unseen',
        description: 'Chosen for you and tied with string. No exchanges, few regrets.',
        price: '24.50',
        unit: 'a parcel',
      },
    ],
  },
  {
    ocid: 512,
    name: 'Sakai Hamono',
    place: 'Sakai, Osaka',
    profile: 'Kitchen knives from a street that has made blades for six hundred years.',
    currency: 'JPY',
    emblem: 'knife',
    route: 'common_third_party',
    shipping: null,
    products: [
      {
        id: 'petty-knife',
        name: 'Petty knife, 150 mm',
        description: 'Blue steel, magnolia handle. Rusts if you neglect it.',
        price: '14800',
        unit: 'each',
      },
      {
        id: 'whetstone',
        name: 'Whetstone, grain 1000',
        description: 'For the knife that you neglected.',
        price: '3200',
        unit: 'each',
      },
    ],
  },
  {
    ocid: 513,
    name: 'Trade Wind Salt',
    place: 'Kralendijk, Bonaire',
    profile: 'Sea salt raked by hand, with flamingos looking on.',
    currency: 'USD',
    emblem: 'salt',
    route: 'chain',
    shipping: null,
    products: [
      {
        id: 'flake-salt',
        name: 'Flake salt',
        description: 'Dried by the trade wind. Pink at one end of the pan.',
        price: '7.40',
        unit: '200 g',
      },
    ],
  },
]

/** Sells out of a machine, by the code on its front; it has no place on the storefront. */
export const vendingMachine: Seller = {
  ocid: 520,
  name: 'Night Owl Vending',
  place: 'Platform 2, under the clock',
  profile: 'Snacks and things that you forgot to pack. Never sleeps.',
  currency: 'EUR',
  emblem: 'can',
  route: 'direct',
  shipping: null,
  products: [
    {
      id: 'slot-1',
      name: 'Sparkling water',
      description: 'Cold, in a glass bottle that you can bring back.',
      price: '1.80',
      unit: '330 ml',
    },
    {
      id: 'slot-2',
      name: 'Salted almonds',
      description: 'Roasted this week. The loud kind of packet.',
      price: '2.40',
      unit: '60 g',
    },
    {
      id: 'slot-3',
      name: 'Travel stamps',
      description: 'Sold from two on, because nobody writes one card.',
      price: '1.10',
      unit: 'each',
    },
    {
      id: 'slot-4',
      name: 'Phone cable',
      description: 'For the one that is at home, on the table.',
      price: '9.90',
      unit: 'each',
    },
    {
      id: 'slot-5',
      name: 'Umbrella',
      description: 'It opens. It also closes again.',
      price: '14.00',
      unit: 'each',
    },
  ],
}

export const mostOfOneProduct = 20

export const sellerWithOcid = (ocid: number): Seller | undefined =>
  [...sellers, vendingMachine].find((seller) => seller.ocid === ocid)

/** The seller and the product of an id; undefined when there is none. */
export function findProduct(productId: string): { readonly seller: Seller; readonly product: Product } | undefined {
  for (const seller of sellers) {
    const product = seller.products.find(({ id }) => id === productId)
    if (product) return { seller, product }
  }
  return undefined
}

/** The OCIDs of the sellers whose orders this merchant gateway passes on. */
export const sellersThrough = (merchantGatewayOcid: number): readonly number[] =>
  sellers.filter(({ route }) => routePlans[route].ordersThrough === merchantGatewayOcid).map(({ ocid }) => ocid)
