import type { Party } from '@/lib/checkout/checkout-view'
import type { Money } from '@/lib/money/money'
import type { EntryState } from './activity-filter'

export const entryKinds = ['payment', 'refund', 'top_up', 'credit', 'incoming', 'person', 'payout', 'other'] as const

export type EntryKind = (typeof entryKinds)[number]

/** One movement of a wallet, as its owner reads it. */
export interface ActivityEntry {
  readonly id: string
  readonly kind: EntryKind
  readonly state: EntryState
  readonly isIncoming: boolean
  readonly money: Money
  readonly atEpochSeconds: number
  /** When a reservation ended. */
  readonly resolvedAtEpochSeconds: number | null
  /** Whom it went to or came from, when that is a party of the network. */
  readonly party: Party | null
  /** The same when it is a person, as far as it is told. */
  readonly person: string | null
  readonly orderId: string | null
  readonly memo: string | null
  readonly txid: string | null
}

const kindOfReason: Readonly<Record<string, EntryKind>> = {
  PAYMENT: 'payment',
  REFUND: 'refund',
  TOP_UP: 'top_up',
  CREDIT: 'credit',
  PARTNER_TRANSFER: 'incoming',
  RECEIPT: 'incoming',
  ASSIGNMENT: 'incoming',
  PERSON: 'person',
  PAYOUT: 'payout',
}

/** What a reason of the ledger is to the person. One that has no words yet is a movement like any other. */
export const entryKind = (reason: string): EntryKind =>
  Object.hasOwn(kindOfReason, reason) ? (kindOfReason[reason] ?? 'other') : 'other'
