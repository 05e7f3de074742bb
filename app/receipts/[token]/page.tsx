import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import NotFoundPage from '@/app/not-found'
import { mailProblems, ReceiptPage } from '@/components/receipts/receipt-page'
import { TooManyGuesses } from '@/components/receipts/too-many-guesses'
import { currentUser } from '@/lib/auth/current-user'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { answerNotFound, answerTooMany } from '@/lib/http/answer-status'
import { internalHeaders } from '@/lib/http/internal-headers'
import { getReceipt } from '@/lib/receipts/get-receipt'
import { lookUpReceipt } from '@/lib/receipts/look-up-receipt'
import { mailReceiptAction } from './actions'

interface Props {
  readonly params: Promise<{ token: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('receipt')
  return { title: t('title'), robots: { index: false, follow: false } }
}

export default async function Page({ params, searchParams }: Props) {
  const [{ token }, query, received, user] = await Promise.all([params, searchParams, headers(), currentUser()])
  const found = await lookUpReceipt(token, received.get(internalHeaders.address) ?? 'unknown')
  if (!found.ok && found.error === 'TOO_MANY') {
    answerTooMany()
    return <TooManyGuesses of="receipt" />
  }
  if (!found.ok) {
    answerNotFound()
    return <NotFoundPage />
  }
  const problem = mailProblems.find((code) => code === query.problem) ?? null
  return (
    <ReceiptPage
      receipt={await getReceipt(await gateway(), token, found.value)}
      mail={user?.id === found.value.payerId ? mailReceiptAction.bind(null, token) : null}
      outcome={query.mailed === undefined ? problem : 'mailed'}
      bundleHref={publicPath(`/receipts/${token}/bundle.json`)}
      verifyHref={publicPath('/verify')}
      walletHref={user && publicPath('/wallet')}
    />
  )
}
