import type { ActivityEntry } from '@/lib/activity/activity-entry'
import type { ActivityFilter } from '@/lib/activity/activity-filter'
import type { ActivityStory, StoryPayment } from '@/lib/activity/activity-story'
import type { ReceiptView } from '@/lib/receipts/receipt-view'
import {
  coffeeShop,
  hostileShop,
  kwd,
  money,
  nowEpochSeconds,
  sampleCheckouts,
  spiceMarket,
  ugx,
} from './sample-checkouts'

const party = ({ ocid, name }: { ocid: number; name: string }) => ({ ocid, name })
const txid = 'tx_7f3c0f2f9a4b4d0e8d6b1c52a9e07b1d'

const paid: ActivityEntry = {
  id: '41',
  kind: 'payment',
  state: 'done',
  isIncoming: false,
  money: money(2500n),
  atEpochSeconds: nowEpochSeconds,
  resolvedAtEpochSeconds: nowEpochSeconds,
  party: party(coffeeShop),
  person: null,
  orderId: 'BD-2026-00481',
  memo: 'Ready for pick-up in 20 minutes',
  txid,
}

const unnamed = { party: null, orderId: null, memo: null, txid: null } as const

/** A movement of every kind, and a hostile one. */
export const sampleEntries: readonly ActivityEntry[] = [
  paid,
  {
    ...paid,
    id: '40',
    state: 'reserved',
    resolvedAtEpochSeconds: null,
    txid: null,
    money: money(10000n, kwd),
    party: party(spiceMarket),
  },
  { ...paid, id: '39', state: 'returned', txid: null },
  { ...paid, id: '38', kind: 'refund', isIncoming: true },
  { ...paid, ...unnamed, id: '37', kind: 'top_up', isIncoming: true, money: money(12000n) },
  {
    ...paid,
    ...unnamed,
    id: '36',
    kind: 'person',
    person: 'ben@example.com',
    isIncoming: true,
    money: money(150000n, ugx),
  },
  {
    ...paid,
    id: '35',
    kind: 'incoming',
    isIncoming: true,
    party: { ocid: 310, name: 'Meridian Clearing' },
    orderId: null,
  },
  { ...paid, id: '34', party: party(hostileShop), orderId: 'X'.repeat(120) },
]

export const noFilter: ActivityFilter = {
  text: null,
  walletId: null,
  merchantOcid: null,
  state: null,
  fromDay: null,
  toDay: null,
}

const { order } = sampleCheckouts.paid

const payment: StoryPayment = {
  paymentId: 'pay_1',
  sessionId: 'sess_1',
  merchant: coffeeShop,
  order,
  path: { kind: 'direct' },
  refunds: null,
  openedAtEpochSeconds: nowEpochSeconds - 300,
  paidAtEpochSeconds: nowEpochSeconds,
  hasReceipt: true,
}

const [meridian, harbour] = [
  { ocid: 310, name: 'Meridian Clearing' },
  { ocid: 320, name: 'Harbour Payments' },
]

const proofs = [
  {
    issuer: { ocid: 200, name: 'Opencharge Pay' },
    txid,
    proofText: `{"amount":"25.00","currency":"USD","from":{"ocid":200,"reference":"pay_1"},"issuer":200,"txid":"${txid}"}`,
    signature: 'ab'.repeat(64),
  },
]

/** The story of a payment for each way in which it can have travelled, and of one that came in. */
export const sampleStories = {
  paid: { entry: paid, payment, proofs },
  steps: {
    entry: { ...paid, state: 'reserved', resolvedAtEpochSeconds: null, txid: null },
    payment: {
      ...payment,
      hasReceipt: false,
      path: {
        kind: 'steps',
        steps: [
          { kind: 'PAYMENT_CREATE', state: 'DONE', peer: harbour, atEpochSeconds: nowEpochSeconds },
          { kind: 'TRANSFER_CREATE', state: 'UNKNOWN', peer: meridian, atEpochSeconds: nowEpochSeconds },
          { kind: 'PAYMENT_SETTLE', state: 'PLANNED', peer: harbour, atEpochSeconds: null },
        ],
      },
    },
    proofs: [],
  },
  refunded: {
    entry: paid,
    payment: {
      ...payment,
      refunds: {
        total: money(700n),
        list: [
          { id: 'rfd_1', money: money(200n), atEpochSeconds: nowEpochSeconds },
          { id: 'rfd_2', money: money(500n), atEpochSeconds: nowEpochSeconds },
        ],
      },
    },
    proofs,
  },
  incoming: {
    entry: { ...paid, kind: 'incoming', isIncoming: true, party: meridian, orderId: null, memo: 'Thank you' },
    payment: null,
    proofs,
  },
} as const satisfies Record<string, ActivityStory>

const receipt: ReceiptView = {
  token: 'AAAAAAAAAAAAAAAAAAAAAA',
  url: 'https://pay.example/receipts/AAAAAAAAAAAAAAAAAAAAAA',
  merchant: coffeeShop,
  order,
  refunded: null,
  paidAtEpochSeconds: nowEpochSeconds,
  txid,
  issuer: { ocid: 200, name: 'Opencharge Pay' },
  keyText: '04a1…9f3c',
  keySince: nowEpochSeconds - 86_400 * 30,
  creditedGateway: null,
}

export const sampleReceipts = {
  plain: receipt,
  partly: { ...receipt, refunded: money(1000n) },
  refunded: { ...receipt, refunded: order.total },
  long: { ...receipt, order: sampleCheckouts['open-long-order'].order, creditedGateway: harbour },
  hostile: { ...receipt, merchant: hostileShop, order: sampleCheckouts['open-hostile'].order, issuer: hostileShop },
} as const satisfies Record<string, ReceiptView>
