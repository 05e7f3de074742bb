import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DifferencesPage } from '@/components/scan/differences-page'
import { currentUser } from '@/lib/auth/current-user'
import { merchantCard } from '@/lib/checkout/merchant-card'
import { readSessionId } from '@/lib/checkout/session-id'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { getBasketDifferences } from '@/lib/scanning/get-basket-differences'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('differences')
  return { title: t('tabTitle'), robots: { index: false } }
}

export default async function Page({ params }: { params: Promise<{ reference: string }> }) {
  const sessionId = readSessionId((await params).reference)
  const user = await currentUser()
  if (!user) redirect(`/sign-in?${new URLSearchParams({ next: `/wallet/inventory/differences/${sessionId}` })}`)
  const us = await gateway()
  const compared = await getBasketDifferences(us, sessionId, user.id)
  if (!compared) notFound()
  const { name } = await merchantCard(us, compared.merchantOcid)
  return (
    <DifferencesPage
      merchantName={name}
      differences={compared.differences}
      payHref={publicPath(`/pay/${sessionId}`)}
      leaveHref={publicPath('/wallet')}
    />
  )
}
