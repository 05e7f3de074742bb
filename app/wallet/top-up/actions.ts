'use server'

import { notFound } from 'next/navigation'
import { env } from '@/lib/env/env'
import { userFormAction } from '@/lib/http/form-action'
import { topUp } from '@/lib/wallet/top-up'
import { fieldsOf } from '../query'
import { pathOf, readWaiting } from './waiting'

/** Adds play money and goes back to where it is wanted. Does not exist in production. */
export async function topUpAction(form: FormData): Promise<void> {
  if (!env().development) notFound()
  const text = fieldsOf(form)
  const waiting = readWaiting(text)
  const [currencyCode, amount] = [text('currency'), text('amount').slice(0, 300)]
  const query = new URLSearchParams({ ...waiting, currency: currencyCode, amount })
  await userFormAction(form, `/wallet/top-up?${query}`, async ({ user }) => {
    const added = await topUp({ userId: user.id, currencyCode, amount }, env().CURRENCIES)
    return { goTo: added.ok ? pathOf(waiting) : `/wallet/top-up?${query}&problem=${added.error}` }
  })
}
