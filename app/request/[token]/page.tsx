import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { readPayConfirmation } from '@/app/passkeys/read-pay-confirmation'
import { type Query, textOf } from '@/app/wallet/query'
import { RequestPage } from '@/components/people/request-page'
import { currentUser, type SignedInSession } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { answerNotFound } from '@/lib/http/answer-status'
import { readLinkToken } from '@/lib/links/link-token'
import { formatAmount } from '@/lib/money/money'
import { askedAnswer } from '@/lib/people/answer-request'
import { answerProblems } from '@/lib/people/people-problem'
import { getRequestView, type RequestView } from '@/lib/people/request-view'
import { answerAction, withdrawAction } from './actions'

interface Props {
  readonly params: Promise<{ token: string }>
  readonly searchParams: Query
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people')
  return { title: t('askTitle') }
}

export default async function Page({ params, searchParams }: Props) {
  const [{ token: given }, user, text] = await Promise.all([params, currentUser(), textOf(searchParams)])
  const token = readLinkToken(given)
  const view = await getRequestView(token, user, env().CURRENCIES, Date.now() / 1000)
  if (!view) answerNotFound()
  const next = new URLSearchParams({ next: view ? `/request/${token}` : '/wallet' })
  const actions = {
    pay: answerAction.bind(null, token),
    withdraw: withdrawAction.bind(null, token),
    signInHref: publicPath(`/sign-in?${next}`),
    walletHref: publicPath('/wallet'),
    topUpHref: view && env().development ? topUpHref(view) : null,
    confirmation: user && view?.stage === 'open' ? await confirmationFor(user, token, view, text('passkey')) : null,
  }
  return (
    <RequestPage
      view={view ?? null}
      actions={actions}
      url={`${env().PUBLIC_URL}/request/${token}`}
      email={user?.email ?? null}
      problem={answerProblems.find((code) => code === text('problem')) ?? null}
    />
  )
}

/** The top-up page with what is missing filled in, and the way back here. */
function topUpHref({ token, missing, money }: RequestView): string {
  const { amountMinor, currency } = missing ?? money
  const amount = formatAmount(amountMinor, currency.exponent)
  return publicPath(`/wallet/top-up?${new URLSearchParams({ request: token, currency: currency.code, amount })}`)
}

/** What the payer must do first: the same that answerRequest asks for. */
function confirmationFor(user: SignedInSession, token: string, { money }: RequestView, problem: string) {
  const answer = { payerId: user.id, browserSessionId: user.sessionId, token }
  const asked = askedAnswer(answer, { amountMinor: money.amountMinor, currency: money.currency.code })
  return readPayConfirmation(user, { subject: asked.subject, total: money, page: `/request/${token}`, problem })
}
