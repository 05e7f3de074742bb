import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { BrandMark } from './brand-mark'
import { brandName } from './brand-name'
import { LanguageSwitch } from './language-switch'

export type PageWidth = 'narrow' | 'wide'

const widthOf: Record<PageWidth, string> = { narrow: 'max-w-lg', wide: 'max-w-5xl' }

interface PageShellProps {
  readonly children: ReactNode
  readonly width?: PageWidth
  /** Where the brand leads to. On a checkout nowhere: the payer shall not lose the order by a stray press. */
  readonly homeHref?: string | null
}

/** What stands around every page: brand, language, the main landmark and the foot. */
export function PageShell({ children, width = 'narrow', homeHref = null }: PageShellProps) {
  const t = useTranslations('shell')
  return (
    <div className="flex min-h-dvh flex-col print:min-h-0">
      <a
        href="#content"
        className="sr-only z-20 rounded-xl bg-brand font-semibold text-on-brand focus:not-sr-only focus:fixed focus:start-4 focus:top-4 focus:px-4 focus:py-3"
      >
        {t('skip')}
      </a>
      <header
        className={`mx-auto flex w-full items-center justify-between gap-4 px-4 py-2 sm:px-6 sm:py-4 ${widthOf[width]}`}
      >
        <Brand href={homeHref} />
        <LanguageSwitch />
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={`mx-auto w-full flex-1 px-4 pb-10 outline-none sm:px-6 ${widthOf[width]}`}
      >
        {children}
      </main>
      <footer className={`mx-auto w-full px-4 py-6 text-sm text-ink-soft sm:px-6 print:hidden ${widthOf[width]}`}>
        {t('footer')}
      </footer>
    </div>
  )
}

function Brand({ href }: { href: string | null }) {
  const content = (
    <>
      <BrandMark />
      <bdi className="truncate font-semibold tracking-display">{brandName}</bdi>
    </>
  )
  const style = 'flex min-h-11 min-w-0 items-center gap-2.5 rounded-xl'
  return href ? (
    <a href={href} className={style}>
      {content}
    </a>
  ) : (
    <span className={style}>{content}</span>
  )
}
