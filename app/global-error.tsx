'use client'

import { ServiceError } from '@/components/ui/service-error'
import { serviceErrorTexts } from '@/lib/i18n/service-error-texts'
import './globals.css'

/** Stands in for the whole document when even the layout fails. Its language is unknown, so it speaks all of ours. */
export default function GlobalErrorPage({ error }: { error: unknown }) {
  return (
    <html lang="en">
      <body>
        <title>{serviceErrorTexts.en.title}</title>
        <ServiceError requestId={digestOf(error)} />
      </body>
    </html>
  )
}

/** The number that Next.js logs beside an exception; nothing else of the request is known here. */
function digestOf(error: unknown): string | null {
  const digest = error instanceof Error && 'digest' in error ? error.digest : null
  return typeof digest === 'string' ? digest : null
}
