import { recordAudit } from '@/lib/audit/audit-store'
import type { Gateway } from '@/lib/gateway/gateway'
import type { CurrencyTable } from '@/lib/money/currency'
import type { Money } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { RefundRefusal } from '@/lib/refunds/decide-refund'
import { makeRefund } from '@/lib/refunds/make-refund'
import type { Refund } from '@/lib/refunds/refund'
import { lockRefundable } from '@/lib/refunds/refund-store'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { moneyText, parseMoneyOption } from './money-text'
import { bookingOnce, claimBooking, refuseBooked } from './new-booking'
import { bankReferenceValue, reasonValue } from './option-values'
import { refundDocument, refundSentence } from './refund-text'
import { signingGateway } from './signing-gateway'

interface Options {
  readonly payment: string
  readonly amount: string
  readonly reason: string
  readonly reference?: string
}

export const refundCreate = defineCommand<Options>({
  syntax: 'create',
  summary: 'give money of a payment back to whoever paid it',
  details:
    "For a payment of an application, or of a merchant with an account here. Above the application's threshold it waits for a second operator. The audit log names you. Under the same reference a payment is refunded once; without one, running the command twice refunds twice, as long as there is something left.",
  examples: ['refund create --payment pay_b3Qx… --amount USD=1.00 --reason "came broken"'],
  shape: (command) =>
    command
      .requiredOption('--payment <id>', 'which payment, like pay_b3Qx…')
      .requiredOption('--amount <currency=amount>', 'how much, like USD=1.00')
      .requiredOption('--reason <text>', 'why, for the merchant and for whoever reads the audit log', reasonValue)
      .option('--reference <text>', 'your name for this refund: made once', bankReferenceValue),
  run: async (session, { payment, amount, reason, reference }) => {
    const { CURRENCIES } = await session.database()
    const money = parseMoneyOption(amount, CURRENCIES)
    if (!money.ok) return misuse(money.error)
    const us = await signingGateway(session)
    if (!us.ok) return refuse(us.error)
    const made = await create(us.value, payment, money.value, { reason, reference })
    if (!made.ok)
      return refuse(typeof made.error === 'string' ? made.error : sentenceOf(made.error, payment, CURRENCIES))
    const json = refundDocument(made.value, CURRENCIES)
    return ok({ json, lines: [refundSentence(made.value, CURRENCIES)], foundFault: made.value.status === 'FAILED' })
  },
})

type CreateRefusal =
  | RefundRefusal
  | { readonly code: 'NOT_FOUND' }
  | { readonly code: 'OTHER_CURRENCY'; readonly currency: string }

/** The deed and its entry in the audit log, neither without the other. */
async function create(
  us: Gateway,
  paymentId: string,
  { amountMinor, currency }: Money,
  { reason, reference }: { readonly reason: string; readonly reference: string | undefined },
): Promise<Result<Refund, CreateRefusal | string>> {
  const booked = await bookingOnce<Result<Refund, CreateRefusal>>(async (tx) => {
    const payment = await lockRefundable(tx, paymentId)
    if (!payment) return err({ code: 'NOT_FOUND' })
    if (payment.currency !== currency.code) return err({ code: 'OTHER_CURRENCY', currency: payment.currency })
    const booking = { subject: `a refund of ${paymentId}`, reference }
    await refuseBooked(tx, booking)
    const requestedBy = actor()
    const made = await makeRefund(tx, us, payment, { amountMinor, reason, requestedBy, isByOperator: true })
    if (!made.ok) return made
    // What failed moved nothing, and is made again under the same name.
    if (made.value.status !== 'FAILED') await claimBooking(tx, booking)
    const { id, status } = made.value
    const details = `${id}, ${moneyText(amountMinor, currency.code, us.env.CURRENCIES)}, ${status}: ${reason}${reference === undefined ? '' : ` (${reference})`}`
    await recordAudit(tx, { actor: requestedBy, action: 'refund.create', subject: paymentId, details })
    return made
  })
  return booked.ok ? booked.value : booked
}

function sentenceOf(refusal: CreateRefusal, paymentId: string, currencies: CurrencyTable): string {
  switch (refusal.code) {
    case 'NOT_FOUND':
      return `There is no payment ${paymentId}. No money moved.`
    case 'OTHER_CURRENCY':
      return `${paymentId} was made in ${refusal.currency}: write the amount as ${refusal.currency}=…. No money moved.`
    case 'NOT_PAID':
      return `${paymentId} is ${refusal.status}: nothing was paid that could go back. No money moved.`
    case 'EXCEEDS':
      return `${moneyText(refusal.leftMinor, refusal.currency, currencies)} of ${paymentId} is left to refund. No money moved; ask for that or less.`
    case 'PAID_ELSEWHERE':
      return refusal.strategy === 'gateway_account'
        ? `${paymentId} was credited to the gateway of its merchant, which has paid the merchant: the money is not the merchant's with us. No money moved; the merchant refunds it there.`
        : `${paymentId} was settled by other gateways (${refusal.strategy}): the merchant has no account with us that it could come from. No money moved; the merchant refunds it at its own gateway.`
    default:
      return refusal satisfies never
  }
}
