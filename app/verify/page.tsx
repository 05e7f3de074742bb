import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { VerifyPage } from '@/components/verify/verify-page'
import { publicPath } from '@/lib/env/public-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('verify')
  return { title: t('title') }
}

export default function Page() {
  return <VerifyPage homeHref={publicPath('/wallet')} />
}
