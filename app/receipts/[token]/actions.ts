'use server'

import { getLocale, getTranslations } from 'next-intl/server'
import { gateway } from '@/lib/gateway/gateway'
import { userFormAction } from '@/lib/http/form-action'
import { isolated, moneyText } from '@/lib/i18n/money-text'
import { newLinkToken, readLinkToken } from '@/lib/links/link-token'
import { getReceipt } from '@/lib/receipts/get-receipt'
import { mailReceipt } from '@/lib/receipts/mail-receipt'
import { findReceipt, openReceipt } from '@/lib/receipts/receipt-store'

/** Goes to the receipt of a payment, which is made when its payer first asks. Whose payment it is, the database knows. */
export async function openReceiptAction(reference: unknown, form: FormData): Promise<void> {
  await userFormAction(form, '/wallet/activity', async ({ user }) => {
    const id = typeof reference === 'string' ? reference.slice(0, 100) : ''
    const token = await openReceipt(id, user.id, newLinkToken())
    return { goTo: token ? `/receipts/${token}` : '/wallet/activity' }
  })
}

/** Sends the receipt to the payer's own address. */
export async function mailReceiptAction(token: unknown, form: FormData): Promise<void> {
  const known = readLinkToken(token)
  await userFormAction(form, `/receipts/${known}`, async ({ user }) => {
    const sent = await mailReceipt(known, user, await wordsFor(known))
    return { goTo: `/receipts/${known}?${sent.ok ? 'mailed' : `problem=${sent.error}`}` }
  })
}

async function wordsFor(token: string): Promise<{ subject: string; text: string }> {
  const [us, stored, t, locale] = [
    await gateway(),
    await findReceipt(token),
    await getTranslations('receipt'),
    await getLocale(),
  ]
  if (!stored) return { subject: '', text: '' }
  const { merchant, order, paidAtEpochSeconds, url } = await getReceipt(us, token, stored)
  const [amount, name] = [moneyText(order.total, locale), isolated(merchant.name)]
  const time = `${new Date(paidAtEpochSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return {
    subject: t('mailSubject', { amount, name }),
    text: t('mailText', { amount, name, time: isolated(time), url }),
  }
}
