'use server'

import { cookies } from 'next/headers'
import { isLocale, localeCookieName } from './locales'

const oneYearSeconds = 365 * 24 * 60 * 60

/** Keeps the language that the visitor pressed. The page that was posted to is rendered again, so nobody loses their place. */
export async function chooseLocale(form: FormData): Promise<void> {
  const locale = form.get('locale')
  if (!isLocale(locale)) return
  const store = await cookies()
  store.set(localeCookieName, locale, { maxAge: oneYearSeconds, sameSite: 'lax', httpOnly: true, path: '/' })
}
