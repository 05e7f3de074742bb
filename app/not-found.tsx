import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { publicPath } from '@/lib/env/public-path'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notFound')
  return { title: t('title') }
}

export default function NotFoundPage() {
  const t = useTranslations('notFound')
  const walletHref = publicPath('/wallet')
  return (
    <PageShell homeHref={walletHref}>
      <div className="mt-4 mb-5 sm:mt-10">
        <Badge tone="neutral" icon="search" />
      </div>
      <PageHeading title={t('title')}>{t('text')}</PageHeading>
      <ButtonLink href={walletHref} variant="secondary">
        {t('wallet')}
      </ButtonLink>
    </PageShell>
  )
}
