'use server'

import { env } from '@/lib/env/env'
import { userFormAction } from '@/lib/http/form-action'
import { askForMoney } from '@/lib/people/ask-for-money'
import { fieldsOf } from '../query'

/** Makes a link that asks for money, and goes to its page. */
export async function askAction(form: FormData): Promise<void> {
  await userFormAction(form, '/wallet/request', async ({ user }) => {
    const text = fieldsOf(form)
    const typed = { currency: text('currency'), amount: text('amount').slice(0, 300), memo: text('memo').slice(0, 300) }
    const asked = await askForMoney(user.id, typed, env().CURRENCIES)
    if (asked.ok) return { goTo: `/request/${asked.value}` }
    return { goTo: `/wallet/request?${new URLSearchParams({ ...typed, problem: asked.error })}` }
  })
}
