'use server'

import { signOut, startSignIn } from '@/app/sign-in/actions'
import { currentUser } from '@/lib/auth/current-user'
import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { readSessionId } from '@/lib/checkout/session-id'
import { gateway } from '@/lib/gateway/gateway'
import { formAction, userFormAction } from '@/lib/http/form-action'
import { fillRedirectUrl } from '@/lib/opencharge/redirect-url'
import { chooseOutcome, readOutcome } from '@/lib/sandbox/choose-outcome'
import { pay } from '@/lib/settlement/pay'

const checkoutPath = (reference: unknown) => `/pay/${readSessionId(reference)}`

/** Pay. Of the form only the choice of wallet counts: who pays, what and how much come from the session and the database. */
export async function payAction(reference: unknown, form: FormData): Promise<void> {
  const page = checkoutPath(reference)
  await userFormAction(form, page, async ({ user }) => {
    const chosen = String(form.get('walletId') ?? '')
    const walletId = /^[0-9]{1,18}$/.test(chosen) ? BigInt(chosen) : 0n
    const by = { payerId: user.id, browserSessionId: user.sessionId }
    const paid = await pay(await gateway(), { sessionId: readSessionId(reference), walletId, ...by })
    if (!paid.ok) return { goTo: `${page}?problem=${paid.error}` }
    const { isPaid, successUrl, merchantReference } = paid.value
    return { goTo: isPaid && successUrl !== null ? fillRedirectUrl(successUrl, merchantReference) : page }
  })
}

/** What somebody who tests a shop chose. Only a payment of the sandbox listens to it. */
export async function sandboxAction(reference: unknown, form: FormData): Promise<void> {
  await formAction(form, async () => {
    const [page, outcome] = [checkoutPath(reference), readOutcome(form.get('outcome'))]
    if (!outcome) return { goTo: page }
    const chosen = await chooseOutcome(readSessionId(reference), outcome)
    return { goTo: chosen.ok ? (chosen.value.successUrl ?? page) : `${page}?problem=${chosen.error}` }
  })
}

export async function cancelAction(reference: unknown, form: FormData): Promise<void> {
  await formAction(form, async () => {
    const sessionId = readSessionId(reference)
    const user = await currentUser()
    const { cancelUrl, isCancelled } = await cancelCheckout(sessionId, user?.id ?? null)
    return { goTo: isCancelled && cancelUrl !== null ? cancelUrl : checkoutPath(sessionId) }
  })
}

export async function signInAction(reference: unknown, form: FormData): Promise<void> {
  await startSignIn(checkoutPath(reference), form)
}

export async function signOutAction(reference: unknown, form: FormData): Promise<void> {
  await signOut(checkoutPath(reference), form)
}
