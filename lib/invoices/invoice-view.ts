import type { MerchantCard, OrderSummary } from '@/lib/checkout/checkout-view'
import type { Money } from '@/lib/money/money'
import type { InvoiceStatus } from './invoice'

/** An invoice as anybody sees it who has its address. */
export interface InvoiceView {
  readonly url: string
  readonly isTest: boolean
  readonly status: InvoiceStatus | 'OVERDUE'
  readonly merchant: MerchantCard
  /** Null while it is a draft. */
  readonly number: number | null
  readonly customerReference: string
  /** The lines with their total. */
  readonly order: OrderSummary
  readonly paid: Money
  readonly due: Money
  /** As YYYY-MM-DD. */
  readonly dueDate: string | null
  readonly issuedDate: string | null
  /** Whether all that is due can be paid by a press. */
  readonly canPay: boolean
}
