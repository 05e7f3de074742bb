import type { Gateway } from '@/lib/gateway/gateway'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { askMerchant } from './ask-merchant'
import type { Basket } from './basket'
import { saveChosenBasket } from './chosen-basket-store'
import { compareBasket } from './compare-basket'
import { type Follower, findCodeOwner } from './find-code-owner'
import { openScannedOrder } from './open-scanned-order'
import { readScan } from './read-scan'
import { readSignedOrder } from './read-signed-order'
import type { ScanProblem } from './scan-problem'
import { writeBasket } from './stored-basket'

interface BasketOrder extends Follower {
  /** The text of the inventory's code. */
  readonly code: string
  readonly basket: Basket
}

export interface OrderedBasket {
  readonly sessionId: string
  /** Whether the signed order is what was chosen: if not, the person is shown the differences before anything else. */
  readonly isAsChosen: boolean
}

/** Has the merchant sign an order for what was chosen, and opens it. Nothing is paid by it. */
export async function orderBasket(us: Gateway, wish: BasketOrder): Promise<Result<OrderedBasket, ScanProblem>> {
  const { basket } = wish
  const payload = readScan(wish.code, { allowHttp: us.env.ALLOW_PRIVATE_NETWORK })
  if (!payload.ok) return payload
  const merchant = await findCodeOwner(us, payload.value, wish)
  if (!merchant.ok) return merchant
  const body = JSON.stringify({ items: basket.items.map(({ id, quantity }) => ({ id, quantity })) })
  const wordings = { tooLarge: 'UNREADABLE_ORDER', unreadable: 'UNREADABLE_ORDER' } as const
  const answer = await askMerchant(us, merchant.value, { method: 'POST', path: '/orders/create', body }, wordings)
  if (!answer.ok) return err(answer.error === 'ORDER_NOT_FOUND' ? 'MERCHANT_REFUSED' : answer.error)
  const signed = readSignedOrder(answer.value, merchant.value.ocid)
  if (!signed.ok) return signed
  const opened = await openScannedOrder(us, merchant.value, signed.value, wish)
  if (!opened.ok) return opened
  const isAsChosen = compareBasket(basket, signed.value.order).length === 0
  // Differences from another choice would be shown.
  if (!isAsChosen && !(await saveChosenBasket(opened.value, writeBasket(basket)))) return err('ORDER_CONFLICT')
  return ok({ sessionId: opened.value, isAsChosen })
}
