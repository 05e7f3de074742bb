import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { askToSignIn, passkeySignIn } from '@/app/passkeys/actions'
import { SignInPage } from '@/components/sign-in/sign-in-page'
import { purposeOf } from '@/lib/checkout/checkout-purpose'
import { startSignIn } from './actions'
import { type SignInQuery, signInQuery } from './query'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn')
  return { title: t('title') }
}

export default async function Page({ searchParams }: { searchParams: SignInQuery }) {
  const { next, problem, passkeyProblem } = await signInQuery(searchParams)
  return (
    <SignInPage
      action={startSignIn.bind(null, next)}
      purpose={await purposeOf(next)}
      problem={problem}
      passkey={{
        question: { kind: 'get', ask: askToSignIn },
        action: passkeySignIn.bind(null, next),
        problem: passkeyProblem,
      }}
    />
  )
}
