/** Everything that decides how a payment can be settled; plain data, so that choosing is a pure function. */
export interface SettlementRequest {
  readonly ourOcid: number
  readonly merchantOcid: number
  readonly orderId: string
  readonly currency: string
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

/** Who is credited in our ledger, and whom the proof names: the protocol's rule is that they are the same party. */
export interface SettlementPath {
  readonly strategy: 'direct' | 'gateway_account'
  readonly payee: { readonly kind: 'MERCHANT' | 'MERCHANT_GATEWAY'; readonly ocid: number }
  readonly memo: string
}

/** A provider that was considered and why it cannot settle this order. */
export interface TriedProvider {
  readonly ocid: number
  readonly strategy: string
  readonly reason:
    | 'NOT_ACCEPTED_BY_ORDER'
    | 'DOES_NOT_ACCEPT_US'
    | 'HAS_NO_ACCOUNT_WITH_US'
    | 'WE_HOLD_NO_RESERVE_THERE'
}

/** One way of settling. A new way is a new file and a line in find-path.ts. */
export type Strategy = (request: SettlementRequest) => SettlementPath | readonly TriedProvider[]
