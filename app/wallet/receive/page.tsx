import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ReceivePage } from '@/components/people/receive-page'
import { currentUser } from '@/lib/auth/current-user'
import { findPerson } from '@/lib/auth/user-store'
import { env } from '@/lib/env/env'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people')
  return { title: t('receiveTitle') }
}

export default async function Page() {
  const user = await currentUser()
  const person = user && (await findPerson(user.id))
  if (!person) redirect('/sign-in?next=/wallet/receive')
  const { reference, email, ocid } = person
  return (
    <ReceivePage
      ourOcid={env().GATEWAY_OCID}
      reference={reference}
      ownOcid={ocid === null ? null : Number(ocid)}
      email={email}
    />
  )
}
