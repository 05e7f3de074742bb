import type { Money } from '@/lib/money/money'

export type { PayError } from './pay-errors'

/** The merchant as its registered metadata presents it. `domain` is the host of its registered endpoint. */
export interface MerchantCard {
  readonly ocid: number
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
  readonly merchant: MerchantCard
  readonly order: OrderSummary
  /** The merchant's own pages; null when the merchant gave none. */
  readonly successUrl: string | null
  readonly cancelUrl: string | null
}

export interface OpenCheckout extends KnownCheckout {
  readonly state: 'open'
  readonly expiresAtEpochSeconds: number
  /** Null when nobody is signed in yet. */
  readonly payer: Payer | null
}

export interface PaidCheckout extends KnownCheckout {
  readonly state: 'paid_by_you'
  readonly paidAtEpochSeconds: number
  readonly txid: string
}

/** Everything that the page of one checkout can be. `paid_by_other` and strangers see no payer data. */
export type CheckoutView =
  | { readonly state: 'not_found' }
  | OpenCheckout
  | PaidCheckout
  | (KnownCheckout & { readonly state: 'paid_by_other' })
  /** It is paid, and nobody is signed in: it may be this visitor who paid. */
  | (KnownCheckout & { readonly state: 'paid_by_someone' })
  | (KnownCheckout & { readonly state: 'confirming' })
  | (KnownCheckout & { readonly state: 'expired' })
  | (KnownCheckout & { readonly state: 'cancelled' })
  | (KnownCheckout & { readonly state: 'failed' })
