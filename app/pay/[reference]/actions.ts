'use server'

import { signOut, startSignIn } from '@/app/sign-in/actions'
import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { gateway } from '@/lib/gateway/gateway'
import { formAction, userFormAction } from '@/lib/http/form-action'
import { fillRedirectUrl } from '@/lib/opencharge/redirect-url'
import { pay } from '@/lib/settlement/pay'

const checkoutPath = (reference: string) => `/pay/${encodeURIComponent(reference)}`

/** Pay. Of the form only the choice of wallet counts: who pays, what and how much come from the session and the database. */
export async function payAction(reference: string, form: FormData): Promise<void> {
  const page = checkoutPath(reference)
  await userFormAction(form, page, async ({ user }) => {
    const chosen = String(form.get('walletId') ?? '')
    const walletId = /^[0-9]{1,18}$/.test(chosen) ? BigInt(chosen) : 0n
    const paid = await pay(await gateway(), { sessionId: reference, payerId: user.id, walletId })
    if (!paid.ok) return { goTo: `${page}?problem=${paid.error}` }
    const { successUrl, sessionId } = paid.value
    return { goTo: successUrl === null ? page : fillRedirectUrl(successUrl, sessionId) }
  })
}

export async function cancelAction(reference: string, form: FormData): Promise<void> {
  await formAction(form, async () => {
    const { cancelUrl, isCancelled } = await cancelCheckout(reference)
    return { goTo: isCancelled && cancelUrl !== null ? fillRedirectUrl(cancelUrl, reference) : checkoutPath(reference) }
  })
}

export async function signInAction(reference: string, form: FormData): Promise<void> {
  await startSignIn(checkoutPath(reference), form)
}

export async function signOutAction(reference: string, form: FormData): Promise<void> {
  await signOut(checkoutPath(reference), form)
}
