import type {
  CheckoutView,
  ConsideredWay,
  MerchantCard,
  OpenCheckout,
  OrderSummary,
  Party,
  Payer,
  WalletChoice,
} from '@/lib/checkout/checkout-view'
import type { Currency } from '@/lib/money/currency'
import type { Money } from '@/lib/money/money'
import coffeeDoor from './coffee.svg'

export const usd: Currency = { code: 'USD', exponent: 2 }
export const eur: Currency = { code: 'EUR', exponent: 2 }
export const ugx: Currency = { code: 'UGX', exponent: 0 }
export const kwd: Currency = { code: 'KWD', exponent: 3 }
export const usdt: Currency = { code: 'USDT', exponent: 6 }

/** The clock of the gallery stands still, so that its pictures can be compared. */
export const nowEpochSeconds = 1_800_000_000

export const money = (amountMinor: bigint, currency: Currency = usd): Money => ({ amountMinor, currency })

export const coffeeShop = {
  ocid: 301,
  name: 'Blue Door Coffee',
  domain: 'pay.bluedoor.example',
  iconPath: coffeeDoor.src,
} satisfies MerchantCard

/** An application of ours, which is not on the network. */
export const bookshop: MerchantCard = { ocid: null, name: 'Rooftop Books', domain: 'books.example', iconPath: null }

export const spiceMarket = {
  ocid: 303,
  name: 'سوق البهارات',
  domain: 'souq.example',
  iconPath: null,
} satisfies MerchantCard

/** A merchant that would like to break our page: markup, a text direction override, and no place to wrap. */
export const hostileShop = {
  ocid: 9007199254740991,
  name: `<b>Your Bank</b> \u202Eelpmaxe.knab\u202C ${'W'.repeat(90)}`,
  domain: `${'very-long-label.'.repeat(8)}example`,
  iconPath: null,
} satisfies MerchantCard

const coffeeOrder: OrderSummary = {
  orderId: 'BD-2026-00481',
  reference: null,
  memo: 'Ready for pick-up in 20 minutes',
  lines: [
    { name: 'Ethiopia Guji, whole beans, 250 g', quantity: '1', unitPrice: money(1450n), total: money(1450n) },
    { name: 'Flat white', quantity: '2', unitPrice: money(420n), total: money(840n) },
  ],
  difference: money(210n),
  total: money(2500n),
}

const longOrder: OrderSummary = {
  ...coffeeOrder,
  lines: Array.from({ length: 14 }, (_, index) => ({
    name: `Filter coffee of the month, number ${index + 1}`,
    quantity: index % 3 === 0 ? '0.5' : '1',
    unitPrice: money(1200n),
    total: money(index % 3 === 0 ? 600n : 1200n),
  })),
  difference: money(-800n),
  total: money(13000n),
}

const hostileOrder: OrderSummary = {
  orderId: 'X'.repeat(120),
  reference: null,
  memo: `"><script>alert(1)</script> ${'\u202E'}dias uoy ${'M'.repeat(300)}`,
  lines: [
    {
      name: `\u202E${'drowssap ruoy retne '.repeat(12)}`,
      quantity: '123456.789',
      unitPrice: money(1n, usdt),
      total: money(123456789n, usdt),
    },
    { name: 'غلاف 12 × 3 (A4) — Ελληνικά', quantity: '3', unitPrice: money(1n, usdt), total: money(3n, usdt) },
  ],
  difference: null,
  total: money(9_223_372_036_854_775_807n, usdt),
}

const spiceOrder: OrderSummary = {
  orderId: '77-1204',
  reference: null,
  memo: null,
  lines: [
    { name: 'زعفران، ٥ غرامات', quantity: '2', unitPrice: money(4250n, kwd), total: money(8500n, kwd) },
    { name: 'هيل أخضر', quantity: '0.25', unitPrice: money(6000n, kwd), total: money(1500n, kwd) },
  ],
  difference: null,
  total: money(10000n, kwd),
}

const bodaOrder: OrderSummary = {
  orderId: 'trip-5512',
  reference: null,
  memo: null,
  lines: [],
  difference: null,
  total: money(10000n, ugx),
}

const usable = (walletId: string, before: bigint, after: bigint, currency: Currency = usd): WalletChoice => ({
  walletId,
  balance: money(before, currency),
  balanceAfter: money(after, currency),
  unusable: null,
})

const unusable = (walletId: string, balance: Money, reason: 'OTHER_CURRENCY' | 'INSUFFICIENT_FUNDS'): WalletChoice => ({
  walletId,
  balance,
  balanceAfter: null,
  unusable: reason,
})

const ada: Payer = {
  email: 'ada@example.com',
  wallets: [
    usable('w1', 12000n, 9500n),
    unusable('w2', money(8000n, eur), 'OTHER_CURRENCY'),
    unusable('w3', money(150000n, ugx), 'OTHER_CURRENCY'),
  ],
  shortfall: null,
}

const ben: Payer = {
  email: 'ben@example.com',
  wallets: [unusable('w4', money(1210n), 'INSUFFICIENT_FUNDS')],
  shortfall: money(1290n),
}

const known = {
  reference: 'gallery',
  merchant: coffeeShop,
  order: coffeeOrder,
  isPersonal: false,
  isTest: false,
  successUrl: 'https://shop.bluedoor.example/thanks',
  cancelUrl: 'https://shop.bluedoor.example/basket',
}

/** Brought to the code that this person shows. */
const atCounter = { isPersonal: true, successUrl: null, cancelUrl: null }

const open: OpenCheckout = {
  ...known,
  state: 'open',
  payer: ada,
  way: { kind: 'through', parties: [] },
  wasUnreachable: false,
  expiresAtEpochSeconds: nowEpochSeconds + 1800,
}

const meridian: Party = { ocid: 310, name: 'Meridian Clearing' }
const harbour: Party = { ocid: 320, name: 'Harbour Payments' }
const isle: Party = { ocid: 330, name: 'Isle Savings' }
const nameless: Party = { ocid: 340, name: 'OCID 340' }
const hostileParty: Party = { ocid: 9007199254740990, name: `<i>Bank</i> \u202Eelpmaxe.knab\u202C ${'V'.repeat(80)}` }

const through = (...parties: readonly Party[]): OpenCheckout => ({ ...open, way: { kind: 'through', parties } })

const way = (parties: readonly Party[], verdict: ConsideredWay['verdict'], failsAt: Party | null = null) => ({
  parties,
  verdict,
  failsAt,
})

/** What a payer reads who asks why it is this way, and one who asks why there is none: every reason is among them. */
export const sampleWays = {
  some: [
    way([meridian, harbour], 'taken'),
    way([meridian, harbour, isle], 'possible'),
    way([], 'NOT_ACCEPTED_BY_ORDER'),
    way([{ ocid: 342, name: 'Copper Bank' }], 'RESERVE_TOO_LOW'),
  ],
  none: [
    way([], 'NOT_ACCEPTED_BY_ORDER'),
    way([{ ocid: 300, name: 'Three Corners Payments' }], 'DOES_NOT_ACCEPT_US'),
    way([harbour], 'RESERVE_TOO_LOW', meridian),
    way([meridian], 'RESERVE_TOO_LOW'),
    way([isle], 'WE_HOLD_NO_RESERVE_THERE'),
    way([nameless], 'METADATA_UNAVAILABLE'),
    way([{ ocid: 341, name: 'Northern Clearing' }], 'HAS_NO_ACCOUNT_WITH_US'),
    way([{ ocid: 342, name: 'Copper Bank' }], 'CURRENCY_NOT_SUPPORTED'),
    way([{ ocid: 343, name: 'Ridge Trust' }], 'REFUSED_BEFORE'),
    way([{ ocid: 344, name: 'Lantern Exchange' }], 'OWES_PROOFS'),
    way([hostileParty], 'BLOCKED'),
  ],
} as const satisfies Record<string, readonly ConsideredWay[]>

const waiting = { ...known, state: 'confirming', sinceEpochSeconds: nowEpochSeconds } as const

const settled = {
  paidAtEpochSeconds: nowEpochSeconds,
  txid: 'tx_7f3c0f2f9a4b4d0e8d6b1c52a9e07b1d',
  news: 'TOLD' as const,
}

const help = { contact: 'help@pay.example', paymentId: 'pay_Zk3vT0q8yX2mLw5nRb7c' }

/** One checkout for every state and every difficulty. */
export const sampleCheckouts = {
  'open-signed-out': { ...open, payer: null },
  'open-signed-in': open,
  'open-expiring': { ...open, expiresAtEpochSeconds: nowEpochSeconds + 272 },
  'open-short': { ...open, payer: ben },
  'open-no-wallet': { ...open, payer: { email: 'new@example.com', wallets: [], shortfall: coffeeOrder.total } },
  'open-long-order': { ...open, order: longOrder },
  'open-two-wallets': {
    ...open,
    payer: { ...ada, wallets: [usable('w1', 12000n, 9500n), usable('w5', 2500n, 0n)] },
  },
  'open-no-decimals': {
    ...open,
    merchant: { ocid: 302, name: 'Boda Boda Kampala', domain: 'boda.example', iconPath: null },
    order: bodaOrder,
    payer: { ...ada, wallets: [usable('w3', 150000n, 140000n, ugx)] },
  },
  'open-three-decimals': {
    ...open,
    merchant: spiceMarket,
    order: spiceOrder,
    payer: { ...ada, wallets: [usable('w6', 25000n, 15000n, kwd)] },
  },
  'open-hostile': {
    ...open,
    merchant: hostileShop,
    order: hostileOrder,
    way: { kind: 'through', parties: [hostileParty, nameless] },
    payer: {
      email: `${'a'.repeat(64)}@${'b'.repeat(60)}.example`,
      wallets: [usable('w7', 9_223_372_036_854_775_807n, 0n, usdt)],
      shortfall: null,
    },
  },
  'not-found': { state: 'not_found' },
  expired: { ...known, state: 'expired' },
  cancelled: { ...known, state: 'cancelled' },
  paid: { ...known, state: 'paid_by_you', ...settled },
  'paid-no-way-back': { ...known, successUrl: null, state: 'paid_by_you', ...settled },
  'paid-by-other': { ...known, state: 'paid_by_other' },
  'paid-by-someone': { ...known, state: 'paid_by_someone' },
  'open-through-gateway': through({ ocid: 300, name: 'Three Corners Payments' }),
  'open-through-two': through(meridian, harbour),
  'open-through-three': through(meridian, harbour, isle),
  'open-no-way': { ...open, way: { kind: 'none' } },
  'open-way-not-known': { ...open, way: { kind: 'not_known_yet' } },
  'open-after-silence': { ...open, wasUnreachable: true },
  confirming: { ...waiting, progress: null },
  'confirming-paying': { ...waiting, progress: { stage: 'paying', peer: meridian } },
  'confirming-unknown': { ...waiting, progress: { stage: 'unknown', peer: meridian } },
  'confirming-operator': { ...waiting, progress: { stage: 'with_operator', peer: meridian, help } },
  'confirming-hostile': {
    ...waiting,
    merchant: hostileShop,
    progress: { stage: 'with_operator', peer: hostileParty, help },
  },
  'confirming-finishing': { ...waiting, progress: { stage: 'finishing', peer: null } },
  failed: { ...known, state: 'failed' },
  'open-application': { ...open, merchant: bookshop, payer: null },
  'test-open': { ...open, merchant: bookshop, isTest: true, payer: null },
  'test-confirming': { ...waiting, isTest: true, progress: null },
  'test-paid': { ...known, isTest: true, state: 'paid_by_you', ...settled, txid: '', news: 'ELSEWHERE' },
  'test-failed': { ...known, isTest: true, state: 'failed' },
  'test-expired': { ...known, isTest: true, state: 'expired' },
  'test-cancelled': { ...known, isTest: true, state: 'cancelled' },
  asked: { ...open, ...atCounter },
  'asked-paid': { ...known, ...atCounter, state: 'paid_by_you', ...settled },
  'asked-declined': { ...known, ...atCounter, state: 'cancelled' },
} as const satisfies Record<string, CheckoutView>
