import { notFound } from 'next/navigation'
import { MailboxPage } from '@/components/dev-mail/mailbox-page'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { listDevelopmentMails } from '@/lib/mail/development-mail-store'

export default async function Page({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  if (!env().development) notFound()
  const { to } = await searchParams
  const found = await listDevelopmentMails(typeof to === 'string' ? to : undefined)
  const mails = found.map(({ id, recipient, subject, createdAt }) => ({
    id: String(id),
    to: recipient,
    subject,
    sentAtEpochSeconds: Math.floor(createdAt.getTime() / 1000),
    href: publicPath(`/dev/mail/${id}`),
  }))
  return <MailboxPage mails={mails} />
}
