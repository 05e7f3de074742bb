import { getTranslations } from 'next-intl/server'
import type { SignedInSession } from '@/lib/auth/current-user'
import type { TellOwner } from '@/lib/auth/security-change'
import { env } from '@/lib/env/env'
import { isolated } from '@/lib/i18n/money-text'
import { queueMail } from '@/lib/mail/mail-queue'

/** Tells the person by mail what is changed. The worker sends it: nobody waits for the mail server. */
export async function tellByMail({ email }: SignedInSession): Promise<TellOwner> {
  const [t, p] = [await getTranslations('securityMail'), await getTranslations('passkey')]
  const { GATEWAY_NAME: gateway, GATEWAY_CONTACT, PUBLIC_URL } = env()
  return async (tx, change) => {
    const what = t(`what.${change}`)
    const time = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`
    const contact = GATEWAY_CONTACT ?? p('lostOperator')
    const text = t('text', { what, gateway, time: isolated(time), contact, link: `${PUBLIC_URL}/wallet/security` })
    await queueMail(tx, { recipient: email, subject: t('subject', { gateway, what }), text })
  }
}
