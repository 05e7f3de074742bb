/** The languages of the pages, the first one being the fallback. */
export const locales = ['en', 'ar'] as const

export type Locale = (typeof locales)[number]

export const fallbackLocale: Locale = 'en'

export const localeCookieName = 'locale'

/** Each language in its own words, so that whoever needs the switch can read it. */
export const nativeName: Record<Locale, string> = { en: 'English', ar: 'العربية' }

/** The writing direction for `<html dir>`. */
export const directionOf: Record<Locale, 'ltr' | 'rtl'> = { en: 'ltr', ar: 'rtl' }

/** True for the exact name of a language that we have. */
export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}
