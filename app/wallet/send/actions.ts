'use server'

import { randomUUID } from 'node:crypto'
import { env } from '@/lib/env/env'
import { userFormAction } from '@/lib/http/form-action'
import type { SendProblem } from '@/lib/people/people-problem'
import { reviewSending } from '@/lib/people/review-sending'
import { isOwnDraft, markDraft } from '@/lib/people/send-draft'
import { readSendKey } from '@/lib/people/send-key'
import { sendMoney } from '@/lib/people/send-money'
import { readSending, typedAs } from '@/lib/people/sending'
import { fieldsOf } from '../query'
import { formPath, refusedPath, typedIn } from './query'

/** Looks at what was typed, and goes on to the page that shows it once more. Nothing moves yet. */
export async function reviewAction(form: FormData): Promise<void> {
  await userFormAction(form, '/wallet/send', async ({ user }) => {
    const typed = typedOf(form)
    const refused = (problem: SendProblem) => ({ goTo: refusedPath(user.id, typed, problem) })
    const sending = readSending(typed, env().CURRENCIES)
    if (!sending.ok) return refused(sending.error)
    const reviewed = await reviewSending(user.id, sending.value)
    if (!reviewed.ok) return refused(reviewed.error)
    const sendKey = randomUUID()
    const draft = markDraft(user.id, sendKey, typedAs(sending.value))
    return { goTo: `/wallet/send/${sendKey}?${new URLSearchParams(draft)}` }
  })
}

/** Sends. What the page showed comes back with its form; who sends, and whether there is enough, the database says. */
export async function sendAction(form: FormData): Promise<void> {
  await userFormAction(form, '/wallet/send', async ({ user }) => {
    const typed = typedOf(form)
    const [sendKey, mark] = [readSendKey(form.get('key')), fieldsOf(form)('mark')]
    if (sendKey === undefined || !isOwnDraft(user.id, sendKey, typed, mark)) return { goTo: formPath(typed) }
    const sending = readSending(typed, env().CURRENCIES)
    if (!sending.ok) return { goTo: refusedPath(user.id, typed, sending.error) }
    const by = { senderId: user.id, browserSessionId: user.sessionId }
    const sent = await sendMoney({ ...sending.value, ...by, sendKey })
    // In place of the page with the button: going back must not show it once more.
    if (sent.ok) return { goTo: `/wallet/send/${sendKey}`, replaces: true }
    if (sent.error !== 'CONFIRMATION_REQUIRED') return { goTo: refusedPath(user.id, typed, sent.error) }
    // It can be confirmed where it is shown, and under no other key.
    const query = new URLSearchParams({ ...typed, mark, problem: sent.error })
    return { goTo: `/wallet/send/${sendKey}?${query}`, replaces: true }
  })
}

// Longer than any of them is sensible: the address of the next page has to carry it.
const typedOf = (form: FormData) => typedIn((name) => fieldsOf(form)(name).slice(0, 300))
