import { headers } from 'next/headers'
import { RedirectType, redirect } from 'next/navigation'
import { currentUser, type SignedInSession } from '@/lib/auth/current-user'
import { publicPath } from '@/lib/env/public-path'
import { internalHeaders } from './internal-headers'

/** A form's POST that comes from our own page. */
export interface FormCall {
  readonly form: FormData
  /** The network address of the browser. */
  readonly address: string
  /** What the browser calls itself: it may say anything. */
  readonly userAgent: string | null
}

export interface UserFormCall extends FormCall {
  readonly user: SignedInSession
}

/** The answer to every form: where to go next. Pages are then reached by GET, so a refresh repeats nothing. */
export interface FormAnswer {
  readonly goTo: string
  /** Takes the place of the page with the form, which then cannot be gone back to. */
  readonly replaces?: boolean
}

/** A server action that anybody may post, from our own pages only. */
export async function formAction(form: FormData, run: (call: FormCall) => Promise<FormAnswer>): Promise<never> {
  return goOn(await run(await formCall(form)))
}

/** A server action for people who are signed in; others are sent to sign in and then `back`. */
export async function userFormAction(
  form: FormData,
  back: string,
  run: (call: UserFormCall) => Promise<FormAnswer>,
): Promise<never> {
  const call = await formCall(form)
  const user = await currentUser()
  return goOn(user ? await run({ ...call, user }) : { goTo: `/sign-in?next=${encodeURIComponent(back)}` })
}

async function goOn({ goTo, replaces = false }: FormAnswer): Promise<never> {
  redirect(await destination(goTo), replaces ? RedirectType.replace : RedirectType.push)
}

/** Next.js puts PUBLIC_URL's path before a redirect that its own script follows, and not before one that the browser follows. */
async function destination(goTo: string): Promise<string> {
  const isFollowedByScript = (await headers()).has('next-action')
  return goTo.startsWith('/') && !isFollowedByScript ? publicPath(goTo) : goTo
}

async function formCall(form: FormData): Promise<FormCall> {
  if (!(form instanceof FormData)) redirect(await destination('/wallet'))
  // That the form is one of our own pages' was checked by the server in front (front.ts).
  const received = await headers()
  const address = received.get(internalHeaders.address) ?? 'unknown'
  return { form, address, userAgent: received.get('user-agent') }
}
