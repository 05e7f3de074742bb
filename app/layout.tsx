import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { headers } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { brandName } from '@/components/ui/brand-name'
import { FreshOnReturn } from '@/components/ui/fresh-on-return'
import { RequestIdProvider } from '@/components/ui/request-id'
import { internalHeaders } from '@/lib/http/internal-headers'
import { directionOf } from '@/lib/i18n/locales'
import './globals.css'

const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  variable: '--font-inter',
  weight: '100 900',
  adjustFontFallback: false,
})

// Only fetched when a page has a letter of it.
const interExtended = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
  variable: '--font-inter-ext',
  weight: '100 900',
  adjustFontFallback: false,
  preload: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
    },
  ],
})

export const metadata: Metadata = {
  title: { template: `%s · ${brandName}`, default: brandName },
  robots: { index: false, follow: false },
  // Order numbers are not telephone numbers.
  formatDetection: { telephone: false, date: false, address: false, email: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f2f6f4' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1413' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, received] = await Promise.all([getLocale(), headers()])
  return (
    <html lang={locale} dir={directionOf[locale]} className={`${inter.variable} ${interExtended.variable}`}>
      <body className="antialiased">
        <FreshOnReturn />
        <RequestIdProvider requestId={received.get(internalHeaders.requestId)}>{children}</RequestIdProvider>
      </body>
    </html>
  )
}
