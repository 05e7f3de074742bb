import { notFound } from 'next/navigation'
import { MailPage } from '@/components/dev-mail/mail-page'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { findDevelopmentMail } from '@/lib/mail/development-mail-store'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!env().development || !/^[0-9]{1,9}$/.test(id)) notFound()
  const found = await findDevelopmentMail(Number(id))
  if (!found) notFound()
  const { recipient, subject, text, createdAt } = found
  const mail = { id, to: recipient, subject, text, sentAtEpochSeconds: Math.floor(createdAt.getTime() / 1000) }
  return <MailPage mail={mail} mailboxHref={publicPath('/dev/mail')} />
}
