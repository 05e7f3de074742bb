import type { ProviderProblem } from './provider-graph'

/** Everything that decides how a payment can be settled; plain data, so that choosing is a pure function. */
export interface SettlementRequest {
  readonly ourOcid: number
  readonly merchantOcid: number
  readonly orderId: string
  readonly currency: string
  readonly amountMinor: bigint
  /** `order.accepts`; null when the order names nobody. */
  readonly accepts: readonly number[] | null
  /** The gateway that created the checkout. */
  readonly caller: {
    readonly ocid: number
    /** Whose proofs it takes (its own `settlement.accepts`). */
    readonly accepts: readonly number[]
    /** Whether it keeps an account with us. */
    readonly hasAccount: boolean
  }
}

/** Settled by our own proof. Who is credited in our ledger and whom the proof names are the same party (section 6). */
export interface OwnPath {
  readonly strategy: 'direct' | 'gateway_account'
  readonly payee: { readonly kind: 'MERCHANT' | 'MERCHANT_GATEWAY'; readonly ocid: number }
  readonly memo: string
}

/** Settled in our own books: the payee is an application, and our proof names its gateway, which we are. */
export interface ApplicationPath {
  readonly strategy: 'direct'
  readonly payee: { readonly kind: 'APPLICATION'; readonly applicationId: string; readonly ocid: number }
  readonly memo: string
}

/** Settled by others: from the provider that the merchant accepts, first, to the one that holds our reserve, last. */
export interface OutsidePath {
  readonly strategy: 'partner_reserve' | 'common_third_party' | 'chain'
  readonly providers: readonly [number, ...number[]]
}

export type SettlementPath = OwnPath | ApplicationPath | OutsidePath
export type StrategyName = SettlementPath['strategy']

/** A provider that was considered and why it cannot settle this order. */
export interface TriedProvider {
  readonly ocid: number
  readonly strategy: StrategyName
  readonly reason: PathRefusal
  /** The provider at which it fails, when that is a later one. */
  readonly at?: number
}

export type PathRefusal =
  | 'NOT_ACCEPTED_BY_ORDER'
  | 'DOES_NOT_ACCEPT_US'
  | 'HAS_NO_ACCOUNT_WITH_US'
  | 'WE_HOLD_NO_RESERVE_THERE'
  | 'RESERVE_TOO_LOW'
  | ProviderProblem

/** One way of settling by our own proof. */
export type OwnStrategy = (request: SettlementRequest) => OwnPath | readonly TriedProvider[]
