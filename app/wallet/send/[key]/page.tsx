import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readPayConfirmation } from '@/app/passkeys/read-pay-confirmation'
import { ConfirmSendPage } from '@/components/people/confirm-send-page'
import { SentPage } from '@/components/people/sent-page'
import { currentUser, type SignedInSession } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { knownCurrency } from '@/lib/money/known-currency'
import { payeeText } from '@/lib/people/payee-name'
import { sendProblems } from '@/lib/people/people-problem'
import { readSentByForm } from '@/lib/people/person-transfer-store'
import { previewPayee } from '@/lib/people/preview-payee'
import { readSendKey } from '@/lib/people/send-key'
import { askedSending } from '@/lib/people/send-money'
import { readSending, type Sending } from '@/lib/people/sending'
import { type Query, textOf } from '../../query'
import { sendAction } from '../actions'

interface Props {
  readonly params: Promise<{ key: string }>
  readonly searchParams: Query
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people')
  return { title: t('sendTitle') }
}

/** Before it was sent everything once more, and afterwards, under the same address, that it went. */
export default async function Page({ params, searchParams }: Props) {
  const [{ key }, user, text] = await Promise.all([params, currentUser(), textOf(searchParams)])
  const sendKey = readSendKey(key)
  if (!user || sendKey === undefined) redirect(user ? '/wallet/send' : '/sign-in?next=/wallet/send')
  const sent = await readSentByForm(user.id, sendKey)
  if (!sent) return confirmPage(user, sendKey, text)
  const money = { amountMinor: sent.amountMinor, currency: knownCurrency(env().CURRENCIES, sent.currency) }
  return <SentPage to={sent.addressedTo} money={money} sendHref={publicPath('/wallet/send')} />
}

async function confirmPage(user: SignedInSession, key: string, text: (name: string) => string) {
  const typed = { to: text('to'), currency: text('currency'), amount: text('amount'), memo: text('memo') }
  const back = (problem: string) => redirect(`/wallet/send?${new URLSearchParams({ ...typed, problem })}`)
  const sending = readSending(typed, env().CURRENCIES)
  if (!sending.ok) return typed.to === '' ? redirect('/wallet/send') : back(sending.error)
  const { payee, money, memo } = sending.value
  const name = await previewPayee(user.id, payee)
  if (!name.ok) return back(name.error)
  return (
    <ConfirmSendPage
      action={sendAction}
      hidden={{ ...typed, key }}
      to={payeeText(payee)}
      name={name.value}
      money={money}
      memo={memo}
      email={user.email}
      confirmation={await confirmationFor(user, key, sending.value, typed, text('passkey'))}
      problem={sendProblems.find((code) => code === text('problem')) ?? null}
      changeHref={publicPath(`/wallet/send?${new URLSearchParams(typed)}`)}
    />
  )
}

/** What the sender must do first: the same that sendMoney asks for. */
function confirmationFor(
  user: SignedInSession,
  sendKey: string,
  sending: Sending,
  typed: Readonly<Record<string, string>>,
  problem: string,
) {
  const asked = askedSending({ ...sending, senderId: user.id, browserSessionId: user.sessionId, sendKey })
  const page = `/wallet/send/${sendKey}?${new URLSearchParams(typed)}`
  return readPayConfirmation(user, { subject: asked.subject, total: sending.money, page, problem })
}
