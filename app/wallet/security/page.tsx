import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { startSignIn } from '@/app/sign-in/actions'
import { SecurityPage } from '@/components/security/security-page'
import { currentUser } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { securityProblems } from '@/lib/passkeys/security-problem'
import {
  addPasskeyAction,
  askToAdd,
  askToProve,
  dropLimitAction,
  endOtherSessionsAction,
  endSessionAction,
  proveAction,
  removePasskeyAction,
  renamePasskeyAction,
  setLimitAction,
} from './actions'
import { readSecurityView } from './read-security-view'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('security')
  return { title: t('title') }
}

const actions = {
  askToProve: { kind: 'get', ask: askToProve },
  prove: proveAction,
  mailCode: startSignIn.bind(null, '/wallet/security'),
  askToAdd: { kind: 'create', ask: askToAdd },
  add: addPasskeyAction,
  rename: renamePasskeyAction,
  remove: removePasskeyAction,
  setLimit: setLimitAction,
  dropLimit: dropLimitAction,
  endSession: endSessionAction,
  endOthers: endOtherSessionsAction,
} as const

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [user, query] = await Promise.all([currentUser(), searchParams])
  if (!user) redirect('/sign-in?next=/wallet/security')
  const problem = securityProblems.find((code) => code === query.problem) ?? null
  return (
    <SecurityPage
      view={await readSecurityView(user)}
      actions={actions}
      currencies={[...env().CURRENCIES.values()]}
      problem={problem}
    />
  )
}
