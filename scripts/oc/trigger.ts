import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { inTransaction } from '@/lib/db/transaction'
import { insertAppPayment, type NewAppPayment } from '@/lib/merchant-api/app-payment-store'
import { newAppPayment } from '@/lib/merchant-api/create-payment'
import { PaymentBody } from '@/lib/merchant-api/payment-request'
import { displayText } from '@/lib/opencharge/display-text'
import { ok } from '@/lib/opencharge/result'
import { chooseOutcome } from '@/lib/sandbox/choose-outcome'
import { chosenApplication } from './app-text'
import { defineCommand, misuse, refuse } from './command'
import { minorValue } from './option-values'

/** How each event comes about, by what is done with a payment of the sandbox. */
const causes: Readonly<Record<string, (payment: NewAppPayment) => Promise<unknown>>> = {
  'payment.succeeded': ({ sessionId }) => chooseOutcome(sessionId, 'succeed'),
  'payment.failed': ({ sessionId }) => chooseOutcome(sessionId, 'decline'),
  'payment.expired': ({ sessionId }) => chooseOutcome(sessionId, 'expire'),
  'payment.cancelled': ({ sessionId }) => cancelCheckout(sessionId, null),
}

interface Options {
  readonly app?: string
  readonly amountMinor?: bigint
  readonly currency?: string
}

export const trigger = defineCommand<Options>({
  syntax: 'trigger <event>',
  summary: 'let an event happen in the sandbox of a shop',
  details: `Makes a TEST payment and gives it the outcome; the webhook goes out as for any other. The events are ${Object.keys(causes).join(', ')}.`,
  examples: ['trigger payment.succeeded', 'trigger payment.failed --app app_7Yc… --amount-minor 1250 --currency USD'],
  shape: (command) =>
    command
      .option('--app <id>', 'whose; needed when there is more than one')
      .option('--amount-minor <number>', 'how much; 500 when you do not say', minorValue)
      .option('--currency <code>', 'in which currency'),
  run: async (session, { app, amountMinor = 500n, currency }, [event = '']) => {
    const cause = causes[event]
    if (!cause)
      return misuse(
        `"${displayText(event, 60)}" is not an event that can be triggered. There are ${Object.keys(causes).join(', ')}.`,
      )
    const { CURRENCIES } = await session.database()
    const application = await chosenApplication(app)
    if (!application.ok) return refuse(application.error)
    const us = await session.gateway(session.settings())
    const code = currency ?? [...CURRENCIES.keys()][0]
    const fields = { amountMinor: Number(amountMinor), currency: code, customerReference: 'oc trigger' }
    const body = PaymentBody.safeParse(fields)
    if (!body.success)
      return misuse(body.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join(' '))
    const payment = newAppPayment(us, {
      application: application.value,
      mode: 'TEST',
      body: body.data,
      now: new Date(),
    })
    if (!payment.ok) return misuse(`The payment cannot be made: ${JSON.stringify(payment.error.data)}`)
    await inTransaction(async (tx) => insertAppPayment(tx, payment.value))
    await cause(payment.value)
    const { id } = payment.value
    return ok({ json: { event, paymentId: id, applicationId: application.value.id }, lines: [`${event} of ${id}.`] })
  },
})
