import type { MerchantAnswerName } from './answer-shapes'

/** What applications hear of by webhook (merchant API, Webhooks), with what `data` then is. */
export const eventData = {
  'payment.succeeded': 'payment',
  'payment.failed': 'payment',
  'payment.expired': 'payment',
  'payment.cancelled': 'payment',
  'refund.succeeded': 'refund',
  'refund.failed': 'refund',
  'invoice.paid': 'invoice',
} as const satisfies Readonly<Record<string, MerchantAnswerName>>

export type EventType = keyof typeof eventData

export const eventTypes = Object.keys(eventData) as readonly EventType[]
