import { institutions } from '@/devnet/institutions'

/** The five ways in which a payment is settled (protocol section 6). */
export type SettlementRoute = 'direct' | 'gateway_account' | 'partner_reserve' | 'common_third_party' | 'chain'

interface RoutePlan {
  /** The merchant gateway that passes the orders on. */
  readonly ordersThrough: number
  /** Whose proofs the seller takes: its orders say so, and its metadata. */
  readonly accepts: number | 'payment_gateway'
  /** For the storefront. */
  readonly note: string
}

const { threeCorners, meridian, harbour, isle } = institutions

export const routePlans: Readonly<Record<SettlementRoute, RoutePlan>> = {
  direct: {
    ordersThrough: threeCorners.ocid,
    accepts: 'payment_gateway',
    note: 'Paid straight to an account with your payment gateway',
  },
  gateway_account: {
    ordersThrough: threeCorners.ocid,
    accepts: threeCorners.ocid,
    note: `Paid through ${threeCorners.name}`,
  },
  partner_reserve: {
    ordersThrough: harbour.ocid,
    accepts: meridian.ocid,
    note: `Paid through ${meridian.name}`,
  },
  common_third_party: {
    ordersThrough: harbour.ocid,
    accepts: harbour.ocid,
    note: `Paid through ${meridian.name} and ${harbour.name}`,
  },
  chain: {
    ordersThrough: harbour.ocid,
    accepts: isle.ocid,
    note: `Paid through ${meridian.name}, ${harbour.name} and ${isle.name}`,
  },
}
