import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { type Locale, localeCookieName } from './locales'
import ar from './messages/ar.json'
import en from './messages/en.json'
import { negotiateLocale } from './negotiate-locale'

const messagesOf: Record<Locale, typeof en> = { en, ar }

/** What next-intl asks for once per request. There is no language in our URLs: a checkout link is the same for everyone. */
export default getRequestConfig(async () => {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()])
  const locale = negotiateLocale(cookieStore.get(localeCookieName)?.value, headerStore.get('accept-language'))
  // The server does not know where the payer is: it writes every time in UTC, and says so.
  return { locale, messages: messagesOf[locale], timeZone: 'UTC' }
})
