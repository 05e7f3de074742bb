import type { MerchantCard, OrderSummary, Party } from '@/lib/checkout/checkout-view'
import type { Money } from '@/lib/money/money'
import type { ActivityEntry } from './activity-entry'
import type { StoredStep } from './story-store'

/** One step of others, by name. */
export interface StoryStep {
  readonly kind: StoredStep['kind']
  readonly state: StoredStep['state']
  readonly peer: Party
  readonly atEpochSeconds: number | null
}

/** How money went on from us: straight to the merchant, to the gateway that pays it, or along the steps of others. */
export type StoryPath =
  | { readonly kind: 'direct' }
  | { readonly kind: 'gateway'; readonly gateway: Party }
  | { readonly kind: 'steps'; readonly steps: readonly StoryStep[] }

export interface StoryRefund {
  readonly id: string
  readonly money: Money
  readonly atEpochSeconds: number
}

/** What came back of a payment, the first refund first. */
export interface StoryRefunds {
  readonly total: Money
  readonly list: readonly StoryRefund[]
}

export interface StoryPayment {
  readonly paymentId: string
  readonly sessionId: string
  readonly merchant: MerchantCard
  readonly order: OrderSummary
  readonly path: StoryPath | null
  /** Null: nothing came back. */
  readonly refunds: StoryRefunds | null
  readonly openedAtEpochSeconds: number
  readonly paidAtEpochSeconds: number | null
  /** This movement paid it, so there is a receipt of it. */
  readonly hasReceipt: boolean
}

export interface ShownProof {
  readonly issuer: Party
  readonly txid: string
  readonly proofText: string
  readonly signature: string
}

/** Everything about one movement, for the person whose wallet it moved. */
export interface ActivityStory {
  readonly entry: ActivityEntry
  readonly payment: StoryPayment | null
  readonly proofs: readonly ShownProof[]
}
