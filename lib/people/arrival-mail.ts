import { createTranslator } from 'next-intl'
import { env } from '@/lib/env/env'
import { type Locale, locales } from '@/lib/i18n/locales'
import ar from '@/lib/i18n/messages/ar.json'
import en from '@/lib/i18n/messages/en.json'
import { isolated, moneyText } from '@/lib/i18n/money-text'
import { type Mail, sendMail } from '@/lib/mail/send-mail'
import { knownCurrency } from '@/lib/money/known-currency'
import { type Arrival, findArrival } from './person-transfer-store'

const messagesOf: Record<Locale, typeof en> = { en, ar }

// Cents, sent one after the other, must not fill somebody's mailbox: the wallet shows them all.
const MOST_MAILS_PER_HOUR = 20

/** Tells somebody by mail that money from another person arrived. A job that the movement itself put in the queue. */
export async function mailArrival(transferId: bigint): Promise<void> {
  const arrival = await findArrival(transferId)
  if (arrival && arrival.latelyCount <= MOST_MAILS_PER_HOUR) await sendMail(arrivalMail(arrival))
}

/** In all our languages, one after the other: which of them the recipient reads is not known. The sender's own words stay out of it. */
function arrivalMail({ recipientEmail, senderEmail, currency, amountMinor }: Arrival): Mail {
  const { CURRENCIES, GATEWAY_NAME: gateway, PUBLIC_URL } = env()
  const money = { amountMinor, currency: knownCurrency(CURRENCIES, currency) }
  const parts = locales.map((locale) => {
    const t = createTranslator({ locale, messages: messagesOf[locale], namespace: 'arrivalMail' })
    const values = { amount: moneyText(money, locale), sender: senderEmail, gateway }
    return {
      subject: isolated(t('subject', values)),
      text: t('text', { ...values, url: `${PUBLIC_URL}/wallet/activity` }),
    }
  })
  const join = (part: 'subject' | 'text', between: string) => parts.map((words) => words[part]).join(between)
  return { recipient: recipientEmail, subject: join('subject', ' · '), text: join('text', '\n') }
}
