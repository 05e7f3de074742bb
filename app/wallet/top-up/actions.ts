'use server'

import { notFound } from 'next/navigation'
import { env } from '@/lib/env/env'
import { userFormAction } from '@/lib/http/form-action'
import { topUp } from '@/lib/wallet/top-up'

/** Adds play money and goes back to where it is wanted. Does not exist in production. */
export async function topUpAction(checkout: string, form: FormData): Promise<void> {
  if (!env().development) notFound()
  const text = (name: string) => String(form.get(name) ?? '')
  const [currencyCode, amount] = [text('currency'), text('amount')]
  const query = new URLSearchParams({ ...(checkout && { checkout }), currency: currencyCode, amount })
  await userFormAction(form, `/wallet/top-up?${query}`, async ({ user }) => {
    const added = await topUp({ userId: user.id, currencyCode, amount }, env().CURRENCIES)
    if (!added.ok) return { goTo: `/wallet/top-up?${query}&problem=${added.error}` }
    return { goTo: checkout ? `/pay/${encodeURIComponent(checkout)}` : '/wallet' }
  })
}
