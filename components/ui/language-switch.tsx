import { useLocale, useTranslations } from 'next-intl'
import { chooseLocale } from '@/lib/i18n/choose-locale'
import { locales, nativeName } from '@/lib/i18n/locales'
import { Icon } from './icon'

/** The other languages, each in its own words. */
export function LanguageSwitch() {
  const current = useLocale()
  const t = useTranslations('shell')
  return (
    <form action={chooseLocale} aria-label={t('language')} className="flex print:hidden">
      {locales
        .filter((locale) => locale !== current)
        .map((locale) => (
          <button
            key={locale}
            type="submit"
            name="locale"
            value={locale}
            className="-me-3 inline-flex min-h-11 items-center gap-2 rounded-xl px-3 text-sm font-medium text-ink-soft hover:text-ink"
          >
            <Icon name="language" size={18} />
            <bdi lang={locale}>{nativeName[locale]}</bdi>
          </button>
        ))}
    </form>
  )
}
