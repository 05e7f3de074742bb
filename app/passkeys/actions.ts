'use server'

import { keepSession } from '@/app/sign-in/keep-session'
import { currentUser } from '@/lib/auth/current-user'
import { localPath } from '@/lib/auth/local-path'
import { formAction, userFormAction } from '@/lib/http/form-action'
import { askPasskey } from '@/lib/passkeys/ask-passkey'
import { confirmPayment } from '@/lib/passkeys/confirm-payment'
import { parseConfirmedPayment } from '@/lib/passkeys/confirmed-payment'
import { signInWithPasskey } from '@/lib/passkeys/sign-in-with-passkey'
import { answeringBrowser, askingBrowser } from './challenge-browser'
import { withProblem } from './with-problem'

/** The question of a sign-in. It is the same for everybody. */
export async function askToSignIn() {
  return askPasskey({ browser: await askingBrowser(), sessionId: null }, { purpose: 'SIGN_IN' })
}

/** Signs this browser in with the answer in the form. */
export async function passkeySignIn(next: unknown, form: FormData): Promise<void> {
  await formAction(form, async ({ userAgent }) => {
    const token = await signInWithPasskey(form.get('answer'), await answeringBrowser(), userAgent)
    const goTo = localPath(next)
    if (!token.ok) return { goTo: `/sign-in?${new URLSearchParams({ next: goTo, problem: token.error })}` }
    await keepSession(token.value)
    return { goTo }
  })
}

/** The question whether one payment is meant. What it names is kept with it: for any other payment the answer is worth nothing. */
export async function askToConfirm(subject: unknown, amountMinor: unknown, currency: unknown) {
  const [user, payment] = [await currentUser(), parseConfirmedPayment({ subject, amountMinor, currency })]
  if (!user || !payment) return null
  const owner = { browser: await askingBrowser(), sessionId: user.sessionId }
  return askPasskey(owner, { purpose: 'CONFIRM', userId: user.id, payment })
}

/** Notes the confirmation and goes back to the page of the payment. */
export async function passkeyConfirm(back: unknown, form: FormData): Promise<void> {
  const page = localPath(back)
  await userFormAction(form, page, async ({ user }) => {
    const confirmed = await confirmPayment(form.get('answer'), await answeringBrowser(), user)
    return { goTo: confirmed.ok ? page : withProblem(page, 'passkey', confirmed.error) }
  })
}
