import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { Verifier } from '@/components/verify/verifier'
import { VerifyPage, VerifyWithoutScript } from '@/components/verify/verify-page'
import { publicPath } from '@/lib/env/public-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('verify')
  return { title: t('title') }
}

export default async function Page() {
  const { verify } = await getMessages()
  return (
    <VerifyPage homeHref={publicPath('/wallet')}>
      <NextIntlClientProvider messages={{ verify }}>
        <Verifier>
          <VerifyWithoutScript />
        </Verifier>
      </NextIntlClientProvider>
    </VerifyPage>
  )
}
