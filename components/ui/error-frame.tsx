import type { ReactNode } from 'react'
import { directionOf, type Locale, locales } from '@/lib/i18n/locales'
import type { ErrorPageTexts } from '@/lib/i18n/service-error-texts'
import { BadgeDisc } from './badge-disc'
import { BrandMark } from './brand-mark'
import { buttonStyle } from './button-style'
import { exclamationMark, LineDrawing } from './line-drawing'

interface ErrorFrameProps {
  readonly texts: Record<Locale, ErrorPageTexts>
  readonly tone: 'danger' | 'warning'
  readonly children?: (locale: Locale) => ReactNode
}

/**
 * A page that stands when everything else is broken. It takes its words from no request: both languages are there, and the
 * style sheet hides the one that the page is not in.
 */
export function ErrorFrame({ texts, tone, children }: ErrorFrameProps) {
  return (
    <main className="mx-auto w-full max-w-lg px-4 py-6 sm:px-6 sm:py-10">
      <BrandMark />
      {locales.map((locale) => (
        <section key={locale} lang={locale} dir={directionOf[locale]} data-only-lang={locale} className="mt-10">
          <BadgeDisc tone={tone}>
            <LineDrawing path={exclamationMark} size={30} weight={2.5} />
          </BadgeDisc>
          <h1 className="mt-5 text-3xl leading-tight font-bold tracking-display text-balance">{texts[locale].title}</h1>
          <p className="mt-3 text-lg text-pretty">{texts[locale].money}</p>
          <a href="?" className={`mt-6 ${buttonStyle('primary', true)}`}>
            {texts[locale].retry}
          </a>
          {children?.(locale)}
        </section>
      ))}
    </main>
  )
}
