import type { CurrencyTable } from '@/lib/money/currency'
import { displayText } from '@/lib/opencharge/display-text'
import type { Refund } from '@/lib/refunds/refund'
import type { ListedRefund } from '@/lib/refunds/refund-store'
import { moneyJson, moneyText } from './money-text'
import { momentText } from './text-table'

const MOST_SHOWN = 40

/** A refund for --json. */
export function refundDocument({ amountMinor, currency, ...shown }: Refund, currencies: CurrencyTable) {
  return { ...shown, ...moneyJson(amountMinor, currency, currencies) }
}

export const refundHeader = ['ID', 'STATUS', 'AMOUNT', 'PAYMENT', 'OF', 'CREATED', 'BY', 'APPROVED BY', 'REASON']

export function refundRow(refund: ListedRefund, currencies: CurrencyTable): string[] {
  const { id, status, amountMinor, currency, paymentId, applicationId, mode, failureCode } = refund
  return [
    id,
    failureCode ? `${status} (${failureCode})` : status,
    moneyText(amountMinor, currency, currencies),
    paymentId,
    applicationId ? `${applicationId} ${mode}` : 'network',
    momentText(refund.createdAt),
    displayText(refund.requestedBy, MOST_SHOWN),
    refund.approvedBy ? displayText(refund.approvedBy, MOST_SHOWN) : '-',
    refund.reason ? displayText(refund.reason, MOST_SHOWN) : '-',
  ]
}

/** What became of it, and where the money is. */
export function refundSentence(refund: Refund, currencies: CurrencyTable): string {
  const { id, status, paymentId, failureCode } = refund
  const amount = moneyText(refund.amountMinor, refund.currency, currencies)
  if (status === 'SUCCEEDED') return `${amount} of ${paymentId} went back to whoever paid it (refund ${id}).`
  if (failureCode === 'REJECTED') return `The refund ${id} of ${amount} is rejected: no money moved.`
  if (status === 'FAILED') {
    return `The refund ${id} of ${amount} failed: whoever was paid has less than that with us. No money moved; refund again when there is enough.`
  }
  return `The refund ${id} of ${amount} waits: a second operator must approve it with "npm run oc -- refund approve ${id}". No money moved yet.`
}
