'use server'

import { randomUUID } from 'node:crypto'
import { env } from '@/lib/env/env'
import { userFormAction } from '@/lib/http/form-action'
import { readSendKey } from '@/lib/people/send-key'
import { sendMoney } from '@/lib/people/send-money'
import { readSending, type TypedSending } from '@/lib/people/sending'
import { fieldsOf } from '../query'

const again = (typed: TypedSending, problem: string) => `/wallet/send?${new URLSearchParams({ ...typed, problem })}`

/** Looks at what was typed, and goes on to the page that shows it once more. Nothing moves yet. */
export async function reviewAction(form: FormData): Promise<void> {
  await userFormAction(form, '/wallet/send', async () => {
    const typed = typedIn(form)
    const sending = readSending(typed, env().CURRENCIES)
    if (!sending.ok) return { goTo: again(typed, sending.error) }
    return { goTo: `/wallet/send/${randomUUID()}?${new URLSearchParams({ ...typed })}` }
  })
}

/** Sends. What the page showed comes back with its form; who sends, and whether there is enough, the database says. */
export async function sendAction(form: FormData): Promise<void> {
  await userFormAction(form, '/wallet/send', async ({ user }) => {
    const typed = typedIn(form)
    const sendKey = readSendKey(form.get('key'))
    const sending = readSending(typed, env().CURRENCIES)
    if (!sending.ok) return { goTo: again(typed, sending.error) }
    if (sendKey === undefined) return { goTo: '/wallet/send' }
    const by = { senderId: user.id, browserSessionId: user.sessionId }
    const sent = await sendMoney({ ...sending.value, ...by, sendKey })
    if (sent.ok) return { goTo: `/wallet/send/${sendKey}` }
    // It can be confirmed where it is shown, and under no other key.
    const query = new URLSearchParams({ ...typed, problem: sent.error })
    return {
      goTo: sent.error === 'CONFIRMATION_REQUIRED' ? `/wallet/send/${sendKey}?${query}` : again(typed, sent.error),
    }
  })
}

function typedIn(form: FormData): TypedSending {
  const text = fieldsOf(form)
  // Longer than any of them is sensible: the address of the next page has to carry it.
  const field = (name: string) => text(name).slice(0, 300)
  return { to: field('to'), currency: field('currency'), amount: field('amount'), memo: field('memo') }
}
