'use server'

import { gateway } from '@/lib/gateway/gateway'
import { formAction } from '@/lib/http/form-action'
import { lookUpInvoice } from '@/lib/invoices/look-up-invoice'
import { payInvoice } from '@/lib/invoices/payable-link'

/** Goes to the checkout of all that is due, which is made when somebody first asks. What and how much the database knows. */
export async function payInvoiceAction(token: unknown, form: FormData): Promise<void> {
  await formAction(form, async ({ address }) => {
    const found = await lookUpInvoice(typeof token === 'string' ? token : '', address)
    if (!found.ok) return { goTo: '/' }
    const sessionId = await payInvoice(await gateway(), found.value)
    return { goTo: sessionId === undefined ? `/invoices/${found.value.token}?problem` : `/pay/${sessionId}` }
  })
}
