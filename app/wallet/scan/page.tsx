import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ScanPage } from '@/components/scan/scan-page'
import { currentUser } from '@/lib/auth/current-user'
import { publicPath } from '@/lib/env/public-path'
import { scanProblems } from '@/lib/scanning/scan-problem'
import { scanAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('scan')
  return { title: t('title'), robots: { index: false } }
}

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  if (!(await currentUser())) redirect('/sign-in?next=/wallet/scan')
  const query = await searchParams
  const problem = scanProblems.find((code) => code === query.problem) ?? null
  return <ScanPage action={scanAction} problem={problem} backHref={publicPath('/wallet')} />
}
