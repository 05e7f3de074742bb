import type { DevnetStatus } from '@/devnet/testing/devnet-lab'
import { site } from './site'

/** Buys one of a product as the shop's form does. Gives the page to pay on. */
export async function buy(product = 'monsoon-malabar'): Promise<string> {
  const body = new URLSearchParams({ product, quantity: '1' })
  const answer = await fetch(`${site().shopUrl}/buy`, { method: 'POST', body, redirect: 'manual' })
  const checkoutUrl = answer.headers.get('location')
  if (answer.status !== 303 || checkoutUrl === null) throw new Error(`the shop refused: ${await answer.text()}`)
  return checkoutUrl
}

type ShopOrder = DevnetStatus['orders'][number] & { readonly sessionId: string | null }
type ShopStatus = Omit<DevnetStatus, 'orders'> & { readonly orders: readonly ShopOrder[] }

/** What the shop and its merchant gateway know of the order behind a payment page. */
export async function shopOrder(checkoutUrl: string): Promise<ShopOrder & { readonly surplusPayments: number }> {
  const answer = await fetch(`${site().shopUrl}/status.json`)
  const { orders, merchantGateway } = (await answer.json()) as ShopStatus
  const order = orders.find(({ sessionId }) => sessionId !== null && checkoutUrl.endsWith(`/${sessionId}`))
  if (!order) throw new Error(`the shop has no order for ${checkoutUrl}`)
  const surplus = merchantGateway.surplus.filter((proof) => JSON.stringify(proof).includes(order.id))
  return { ...order, surplusPayments: surplus.length }
}
