'use server'

import { answeringBrowser, askingBrowser } from '@/app/passkeys/challenge-browser'
import { currentUser } from '@/lib/auth/current-user'
import { dropConfirmationLimit } from '@/lib/auth/drop-confirmation-limit'
import { mayChangeSecurity } from '@/lib/auth/security-standing'
import { readStanding } from '@/lib/auth/security-standing-store'
import { endOneSession, endOtherSessions } from '@/lib/auth/session-store'
import { setConfirmationLimit } from '@/lib/auth/set-confirmation-limit'
import { env } from '@/lib/env/env'
import { type UserFormCall, userFormAction } from '@/lib/http/form-action'
import type { Result } from '@/lib/opencharge/result'
import { addPasskey } from '@/lib/passkeys/add-passkey'
import { askNewPasskey } from '@/lib/passkeys/ask-new-passkey'
import { askPasskey } from '@/lib/passkeys/ask-passkey'
import { parsePasskeyName, passkeyNameFor } from '@/lib/passkeys/passkey-name'
import { renamePasskey } from '@/lib/passkeys/passkey-store'
import { proveWithPasskey } from '@/lib/passkeys/prove-with-passkey'
import { removePasskey } from '@/lib/passkeys/remove-passkey'
import { tellByMail } from './tell-by-mail'

const PAGE = '/wallet/security'

const idIn = (form: FormData): string | undefined => {
  const id = form.get('id')
  return typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined
}

/** A form of this page: it leads back to it, with the reason when nothing was done. */
async function securityForm(
  form: FormData,
  run: (call: UserFormCall) => Promise<Result<unknown, string> | undefined>,
): Promise<void> {
  await userFormAction(form, PAGE, async (call) => {
    const done = await run(call)
    return { goTo: done === undefined || done.ok ? PAGE : `${PAGE}?problem=${done.error}` }
  })
}

/** The question whether the owner is there. */
export async function askToProve() {
  const user = await currentUser()
  if (!user) return null
  const owner = { browser: await askingBrowser(), sessionId: user.sessionId }
  return askPasskey(owner, { purpose: 'PROVE', userId: user.id })
}

export async function proveAction(form: FormData): Promise<void> {
  await securityForm(form, async ({ user }) => proveWithPasskey(form.get('answer'), await answeringBrowser(), user))
}

/** What a new passkey is made from; nothing for somebody who has not proven a moment ago who it is. */
export async function askToAdd() {
  const user = await currentUser()
  if (!user || !mayChangeSecurity(await readStanding(user)).ok) return null
  return askNewPasskey({ browser: await askingBrowser(), sessionId: user.sessionId }, user)
}

export async function addPasskeyAction(form: FormData): Promise<void> {
  await securityForm(form, async ({ user, userAgent }) => {
    const allowed = mayChangeSecurity(await readStanding(user))
    if (!allowed.ok) return allowed
    const owner = { browser: await answeringBrowser(), sessionId: user.sessionId }
    const person = { userId: user.id, name: passkeyNameFor(userAgent), tell: await tellByMail(user) }
    return addPasskey(form.get('answer'), owner, person)
  })
}

export async function renamePasskeyAction(form: FormData): Promise<void> {
  await securityForm(form, async ({ user }) => {
    const [id, name] = [idIn(form), parsePasskeyName(form.get('name'))]
    if (!name.ok) return name
    if (id) await renamePasskey(user.id, id, name.value)
    return undefined
  })
}

export async function removePasskeyAction(form: FormData): Promise<void> {
  await securityForm(form, async ({ user }) => {
    const id = idIn(form)
    return id ? removePasskey(user, id, await tellByMail(user)) : undefined
  })
}

export async function setLimitAction(form: FormData): Promise<void> {
  const text = (name: string) => String(form.get(name) ?? '')
  const limit = { currencyCode: text('currency'), amount: text('amount') }
  await securityForm(form, async ({ user }) =>
    setConfirmationLimit(user, limit, env().CURRENCIES, await tellByMail(user)),
  )
}

export async function dropLimitAction(form: FormData): Promise<void> {
  const currency = String(form.get('currency') ?? '')
  await securityForm(form, async ({ user }) => dropConfirmationLimit(user, currency, await tellByMail(user)))
}

export async function endSessionAction(form: FormData): Promise<void> {
  await securityForm(form, async ({ user }) => {
    const id = idIn(form)
    if (id) await endOneSession(user.id, id)
    return undefined
  })
}

export async function endOtherSessionsAction(form: FormData): Promise<void> {
  await securityForm(form, async ({ user }) => {
    await endOtherSessions(user.id, user.sessionId)
    return undefined
  })
}
