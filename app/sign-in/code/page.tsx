import { redirect } from 'next/navigation'
import { CheckMailPage } from '@/components/sign-in/check-mail-page'
import { codeMinutes } from '@/lib/auth/sign-in-code'
import { findFlowEmail } from '@/lib/auth/sign-in-code-store'
import { purposeOf } from '@/lib/checkout/checkout-purpose'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { resendCode, verifyCode } from '../actions'
import { type SignInQuery, signInQuery } from '../query'

export { generateMetadata } from '../page'

export default async function Page({ searchParams }: { searchParams: SignInQuery }) {
  const { next, flow, problem } = await signInQuery(searchParams)
  const email = await findFlowEmail(flow)
  const signInHref = `/sign-in?${new URLSearchParams({ next })}`
  if (!email) redirect(`${signInHref}&problem=CODE_EXPIRED`)
  const hasMailbox = env().development && !env().SMTP_URL
  return (
    <CheckMailPage
      verify={verifyCode.bind(null, flow, next)}
      resend={resendCode.bind(null, flow, next)}
      email={email}
      validMinutes={codeMinutes}
      purpose={await purposeOf(next)}
      problem={problem}
      otherEmailHref={publicPath(signInHref)}
      mailboxHref={hasMailbox ? publicPath(`/dev/mail?${new URLSearchParams({ to: email })}`) : null}
    />
  )
}
