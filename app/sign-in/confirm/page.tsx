import { ConfirmLinkPage } from '@/components/sign-in/confirm-link-page'
import { findFlowEmail } from '@/lib/auth/sign-in-code-store'
import { purposeOf } from '@/lib/checkout/checkout-purpose'
import { publicPath } from '@/lib/env/public-path'
import { verifyCode } from '../actions'
import { type SignInQuery, signInQuery } from '../query'
import { wayOf } from '../way'

export { generateMetadata } from '../page'

export default async function Page({ searchParams }: { searchParams: SignInQuery }) {
  const { next: linked, flow, code } = await signInQuery(searchParams)
  const next = await wayOf(flow, linked)
  const email = await findFlowEmail(flow)
  return (
    <ConfirmLinkPage
      action={verifyCode.bind(null, flow, next)}
      hidden={{ code }}
      email={email ?? ''}
      purpose={await purposeOf(next)}
      problem={email ? null : 'CODE_EXPIRED'}
      signInHref={publicPath(`/sign-in?${new URLSearchParams({ next })}`)}
    />
  )
}
