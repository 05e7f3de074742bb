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
import type { SendProblem } from '@/lib/people/people-problem'
import { readSentByForm } from '@/lib/people/person-transfer-store'
import { previewPayee } from '@/lib/people/preview-payee'
import { reviewSending } from '@/lib/people/review-sending'
import { isOwnDraft } from '@/lib/people/send-draft'
import { readSendKey } from '@/lib/people/send-key'
import { askedSending } from '@/lib/people/send-money'
import { readSending, type Sending } from '@/lib/people/sending'
import { type Query, textOf } from '../../query'
import { sendAction } from '../actions'
import { formPath, refusedPath, typedIn } from '../query'

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
  const [typed, mark] = [typedIn(text), text('mark')]
  // Anybody can link to this page: only what was reviewed here, by this person, gets a button that moves money.
  if (!isOwnDraft(user.id, key, typed, mark)) redirect(formPath(typed))
  const back = (problem: SendProblem) => redirect(refusedPath(user.id, typed, problem))
  const sending = readSending(typed, env().CURRENCIES)
  if (!sending.ok) return back(sending.error)
  const { payee, money, memo } = sending.value
  const left = await reviewSending(user.id, sending.value)
  if (!left.ok) return back(left.error)
  const name = await previewPayee(user.id, payee)
  if (!name.ok) return back(name.error)
  const page = `/wallet/send/${key}?${new URLSearchParams({ ...typed, mark })}`
  const confirmation = await confirmationFor(user, key, sending.value, { page, problem: text('passkey') })
  const isUnconfirmed = confirmation !== null && confirmation.confirmedUntilEpochSeconds === null
  return (
    <ConfirmSendPage
      action={sendAction}
      hidden={{ ...typed, key, mark }}
      payee={payee}
      name={name.value}
      money={money}
      left={left.value}
      memo={memo}
      email={user.email}
      confirmation={confirmation}
      problem={isUnconfirmed && text('problem') === 'CONFIRMATION_REQUIRED' ? 'CONFIRMATION_REQUIRED' : null}
      changeHref={publicPath(formPath(typed))}
    />
  )
}

/** What the sender must do first: the same that sendMoney asks for. */
function confirmationFor(
  user: SignedInSession,
  sendKey: string,
  sending: Sending,
  shown: { readonly page: string; readonly problem: string },
) {
  const asked = askedSending({ ...sending, senderId: user.id, browserSessionId: user.sessionId, sendKey })
  return readPayConfirmation(user, { subject: asked.subject, total: sending.money, ...shown })
}
