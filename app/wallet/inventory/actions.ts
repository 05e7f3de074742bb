'use server'

import { gateway } from '@/lib/gateway/gateway'
import { type FormAnswer, type UserFormCall, userFormAction } from '@/lib/http/form-action'
import { fillBasket } from '@/lib/scanning/basket'
import { fetchInventory } from '@/lib/scanning/fetch-inventory'
import { orderBasket } from '@/lib/scanning/order-basket'
import { seenMark } from '@/lib/scanning/seen-mark'
import { inventoryPath } from './query'

/** The choice from an inventory: the merchant signs an order for it, and that is opened. Nothing is paid by it. */
export async function orderAction(bound: unknown, form: FormData): Promise<void> {
  const code = typeof bound === 'string' ? bound : ''
  await userFormAction(form, inventoryPath(code), (call) => order(code, call))
}

async function order(code: string, { form, user }: UserFormCall): Promise<FormAnswer> {
  const us = await gateway()
  const follower = { userId: user.id, nowEpochSeconds: Math.floor(Date.now() / 1000) }
  const scanned = await fetchInventory(us, code, follower)
  if (!scanned.ok) return { goTo: inventoryPath(code, new Map(), scanned.error) }
  const { inventory } = scanned.value
  // The fields go by their place in the list: in another list they would name other things.
  if (form.get('seen') !== seenMark(inventory)) return { goTo: inventoryPath(code, new Map(), 'OUTDATED') }
  const typed = (index: number) => String(form.get(`q${index}`) ?? '')
  const quantities = new Map(inventory.items.map(({ id }, index) => [id, typed(index)]))
  const basket = fillBasket(inventory, (_, index) => typed(index))
  if (!basket.ok) return { goTo: inventoryPath(code, quantities, basket.error) }
  if (form.get('intent') === 'total') return { goTo: inventoryPath(code, quantities) }
  const ordered = await orderBasket(us, { code, basket: basket.value, ...follower })
  if (!ordered.ok) return { goTo: inventoryPath(code, quantities, ordered.error) }
  const { sessionId, isAsChosen } = ordered.value
  return { goTo: isAsChosen ? `/pay/${sessionId}` : `/wallet/inventory/differences/${sessionId}` }
}
