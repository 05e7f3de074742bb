import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import NotFoundPage from '@/app/not-found'
import { InvoicePage } from '@/components/invoices/invoice-page'
import { TooManyGuesses } from '@/components/receipts/too-many-guesses'
import { gateway } from '@/lib/gateway/gateway'
import { answerNotFound, answerTooMany } from '@/lib/http/answer-status'
import { internalHeaders } from '@/lib/http/internal-headers'
import { getInvoiceView } from '@/lib/invoices/get-invoice-view'
import { lookUpInvoice } from '@/lib/invoices/look-up-invoice'
import { payInvoiceAction } from './actions'

interface Props {
  readonly params: Promise<{ token: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('invoice')
  return { title: t('title'), robots: { index: false, follow: false } }
}

export default async function Page({ params, searchParams }: Props) {
  const [{ token }, query, received] = await Promise.all([params, searchParams, headers()])
  const found = await lookUpInvoice(token, received.get(internalHeaders.address) ?? 'unknown')
  if (!found.ok && found.error === 'TOO_MANY') {
    answerTooMany()
    return <TooManyGuesses of="invoice" />
  }
  if (!found.ok) {
    answerNotFound()
    return <NotFoundPage />
  }
  const invoice = await getInvoiceView(await gateway(), found.value, new Date())
  // What was paid meanwhile says so itself.
  const wasRefused = query.problem !== undefined && invoice.status !== 'PAID'
  return <InvoicePage invoice={invoice} pay={payInvoiceAction.bind(null, token)} wasRefused={wasRefused} />
}
