import { directionOf, type Locale, locales } from '@/lib/i18n/locales'
import { serviceErrorTexts } from '@/lib/i18n/service-error-texts'
import { Badge } from './badge'
import { BrandMark } from './brand-mark'
import { buttonStyle } from './button-style'

interface ServiceErrorProps {
  /** What finds this failure in our log; null when it is not known here. */
  readonly requestId: string | null
}

/**
 * The page of a failure that is our fault. It takes its words from no request, so that it stands when everything else
 * is broken: both languages are there, and the style sheet hides the one that the page is not in.
 */
export function ServiceError({ requestId }: ServiceErrorProps) {
  return (
    <main className="mx-auto w-full max-w-lg px-4 py-6 sm:px-6 sm:py-10">
      <BrandMark />
      {locales.map((locale) => (
        <ErrorInLanguage key={locale} locale={locale} requestId={requestId} />
      ))}
    </main>
  )
}

function ErrorInLanguage({ locale, requestId }: { locale: Locale; requestId: string | null }) {
  const texts = serviceErrorTexts[locale]
  return (
    <section lang={locale} dir={directionOf[locale]} data-only-lang={locale} className="mt-10">
      <Badge tone="danger" icon="mark" />
      <h1 className="mt-5 text-3xl leading-tight font-bold tracking-display text-balance">{texts.title}</h1>
      <p className="mt-3 text-lg text-pretty">{texts.money}</p>
      <a href="?" className={`mt-6 ${buttonStyle('primary', true)}`}>
        {texts.retry}
      </a>
      {requestId && (
        <p className="mt-6 text-sm text-ink-soft">
          {texts.requestId} <bdi className="untrusted font-mono text-ink select-all">{requestId}</bdi>
        </p>
      )}
    </section>
  )
}
