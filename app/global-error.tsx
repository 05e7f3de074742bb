'use client'

import { errorDigest } from '@/components/ui/error-digest'
import { ServiceError } from '@/components/ui/service-error'
import { serviceErrorTexts } from '@/lib/i18n/service-error-texts'
import './globals.css'

/** Stands in for the whole document when even the layout fails. Its language is unknown, so it speaks all of ours. */
export default function GlobalErrorPage({ error }: { error: unknown }) {
  return (
    <html lang="en">
      <body>
        <title>{serviceErrorTexts.en.title}</title>
        <ServiceError requestId={errorDigest(error)} />
      </body>
    </html>
  )
}
