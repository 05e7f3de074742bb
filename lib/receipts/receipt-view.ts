import type { MerchantCard, OrderSummary, Party } from '@/lib/checkout/checkout-view'

/** A receipt as anybody sees it who has its address: nothing of the payer is in it. */
export interface ReceiptView {
  readonly token: string
  readonly url: string
  readonly merchant: MerchantCard
  readonly order: OrderSummary
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
