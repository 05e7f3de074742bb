import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import messages from '@/lib/i18n/messages/en.json'

/** The markup that a browser without JavaScript gets. */
export const renderInEnglish = (page: ReactNode): string =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      {page}
    </NextIntlClientProvider>,
  )

/** The words of it alone. */
export const wordsOf = (page: ReactNode): string =>
  renderInEnglish(page)
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', '’')
    .replace(/\s+/g, ' ')
