import type { MerchantCard, OrderSummary, Party } from '@/lib/checkout/checkout-view'
import type { Money } from '@/lib/money/money'

/** A receipt as anybody sees it who has its address: nothing of the payer is in it. */
export interface ReceiptView {
  readonly token: string
  readonly url: string
  readonly merchant: MerchantCard
  readonly order: OrderSummary
  /** What of it went back to the payer; null: nothing. */
  readonly refunded: Money | null
  readonly paidAtEpochSeconds: number
  readonly txid: string
  /** Whose signature says that it is paid. */
  readonly issuer: Party
  /** The key of that signature, cut to its ends. */
  readonly keyText: string
  readonly keySince: number
  /** The gateway that was credited and pays the merchant; null when the merchant was credited itself. */
  readonly creditedGateway: Party | null
}
