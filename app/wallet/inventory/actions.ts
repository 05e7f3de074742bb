'use server'

import { env } from '@/lib/env/env'
import { gateway } from '@/lib/gateway/gateway'
import { type FormAnswer, type UserFormCall, userFormAction } from '@/lib/http/form-action'
import { fillBasket, readSeen } from '@/lib/scanning/basket'
import { orderBasket } from '@/lib/scanning/order-basket'
import { inventoryPath } from './query'

/** The choice from an inventory: the merchant signs an order for it, and that is opened. Nothing is paid by it. */
export async function orderAction(bound: unknown, form: FormData): Promise<void> {
  const code = typeof bound === 'string' ? bound : ''
  await userFormAction(form, inventoryPath(code), (call) => order(code, call))
}

async function order(code: string, { form, user }: UserFormCall): Promise<FormAnswer> {
  const seen = readSeen(String(form.get('seen') ?? ''), env().CURRENCIES)
  if (!seen.ok) return { goTo: inventoryPath(code, new Map(), seen.error) }
  const typed = (index: number) => String(form.get(`q${index}`) ?? '')
  const quantities = new Map(seen.value.items.map(({ id }, index) => [id, typed(index)]))
  const basket = fillBasket(seen.value, (_, index) => typed(index))
  if (!basket.ok) return { goTo: inventoryPath(code, quantities, basket.error) }
  if (form.get('intent') === 'total') return { goTo: inventoryPath(code, quantities) }
  const nowEpochSeconds = Math.floor(Date.now() / 1000)
  const ordered = await orderBasket(await gateway(), { code, basket: basket.value, userId: user.id, nowEpochSeconds })
  if (!ordered.ok) return { goTo: inventoryPath(code, quantities, ordered.error) }
  const { sessionId, isAsChosen } = ordered.value
  return { goTo: isAsChosen ? `/pay/${sessionId}` : `/wallet/inventory/differences/${sessionId}` }
}
