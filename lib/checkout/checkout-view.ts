import type { Money } from '@/lib/money/money'
import type { PathRefusal } from '@/lib/settlement-path/strategy'
import type { MerchantNews } from './merchant-news-store'

export type { PayError } from './pay-errors'

/** The merchant as its registered metadata presents it. `domain` is the host of its registered endpoint. */
export interface MerchantCard {
  /** Null for an application of ours, which is not on the network. */
  readonly ocid: number | null
  readonly name: string
  readonly domain: string
  /** A path on our own origin (we fetch the picture for the payer), or null when there is none. */
  readonly iconPath: string | null
}

export interface OrderLine {
  readonly name: string
  /** The quantity as the merchant wrote it, for display. */
  readonly quantity: string
  readonly unitPrice: Money
  readonly total: Money
}

export interface OrderSummary {
  readonly orderId: string
  readonly reference: string | null
  readonly memo: string | null
  readonly lines: readonly OrderLine[]
  /** Total minus the sum of the lines (tax, shipping, discount); null when they agree. May be negative. */
  readonly difference: Money | null
  readonly total: Money
}

export interface WalletChoice {
  readonly walletId: string
  readonly balance: Money
  /** What stays after paying; null when the wallet cannot pay this order. */
  readonly balanceAfter: Money | null
  readonly unusable: null | 'OTHER_CURRENCY' | 'INSUFFICIENT_FUNDS'
}

export interface Payer {
  readonly email: string
  readonly wallets: readonly WalletChoice[]
  /** What is missing in the wallet of the order's currency; null when one wallet can pay. */
  readonly shortfall: Money | null
}

interface KnownCheckout {
  readonly reference: string
  /** A payment of the sandbox: no wallet is touched. */
  readonly isTest: boolean
  readonly merchant: MerchantCard
  readonly order: OrderSummary
  /** It came to this one person through a code: the merchant asks, and the person approves or declines. */
  readonly isPersonal: boolean
  /** The merchant's own pages; null when the merchant gave none. */
  readonly successUrl: string | null
  readonly cancelUrl: string | null
}

/** Somebody whom a payment passes, by the name that its metadata gives; its OCID stands for a name that cannot be had. */
export interface Party {
  readonly ocid: number
  readonly name: string
}

/** How a payment would travel at this moment: past these parties, in this order; past nobody straight to the merchant. */
export type Way =
  | { readonly kind: 'through'; readonly parties: readonly Party[] }
  | { readonly kind: 'none' }
  /** Somebody is slow to say who it is, and the page does not wait. */
  | { readonly kind: 'not_known_yet' }

/** One way that was considered, and what became of it. It tells nothing of how much our reserves hold. */
export interface ConsideredWay {
  readonly parties: readonly Party[]
  readonly verdict: 'taken' | 'possible' | PathRefusal
  /** Where it fails, when that is somebody further away than `parties` say. */
  readonly failsAt: Party | null
}

export interface OpenCheckout extends KnownCheckout {
  readonly state: 'open'
  readonly expiresAtEpochSeconds: number
  readonly way: Way
  /** Null when nobody is signed in yet. */
  readonly payer: Payer | null
  /** This person has tried to pay, and somebody on the way could not be reached: nothing was charged. */
  readonly wasUnreachable: boolean
}

/** What others do with the payment; `peer` is whom it waits for, and `finishing` means that all have done their part. */
export type Progress =
  | { readonly stage: 'paying' | 'unknown'; readonly peer: Party }
  | { readonly stage: 'with_operator'; readonly peer: Party; readonly help: Help }
  | { readonly stage: 'finishing'; readonly peer: null }

/** Whom the payer can ask about a payment that takes a person, and what to quote. */
export interface Help {
  /** As the operator gave it; null: nothing was given. */
  readonly contact: string | null
  readonly paymentId: string
}

export interface ConfirmingCheckout extends KnownCheckout {
  readonly state: 'confirming'
  /** Null for everybody but the person who pays. */
  readonly progress: Progress | null
  readonly sinceEpochSeconds: number
}

export interface PaidCheckout extends KnownCheckout {
  readonly state: 'paid_by_you'
  readonly paidAtEpochSeconds: number
  readonly txid: string
  readonly news: MerchantNews
}

/** Everything that the page of one checkout can be. `paid_by_other` and strangers see no payer data. */
export type CheckoutView =
  | { readonly state: 'not_found' }
  /** It is somebody's, who must sign in to see it. */
  | { readonly state: 'sign_in' }
  | OpenCheckout
  | PaidCheckout
  | (KnownCheckout & { readonly state: 'paid_by_other' })
  /** It is paid, and nobody is signed in: it may be this visitor who paid. */
  | (KnownCheckout & { readonly state: 'paid_by_someone' })
  | ConfirmingCheckout
  | (KnownCheckout & { readonly state: 'expired' })
  | (KnownCheckout & { readonly state: 'cancelled' })
  | (KnownCheckout & { readonly state: 'failed' })
