import { storedOrder } from '@/lib/checkout/stored-order'
import type { Gateway } from '@/lib/gateway/gateway'
import { findChosenBasket } from './chosen-basket-store'
import { type BasketDifference, compareBasket } from './compare-basket'
import { storedBasket } from './stored-basket'

interface ComparedBasket {
  readonly merchantOcid: number
  readonly differences: readonly BasketDifference[]
}

/** How the order that a merchant signed differs from what this person chose; undefined for everybody else. */
export async function getBasketDifferences(
  us: Gateway,
  sessionId: string,
  userId: string,
): Promise<ComparedBasket | undefined> {
  const stored = await findChosenBasket(sessionId, userId)
  if (!stored) return undefined
  const basket = storedBasket(stored.basketText, us.env.CURRENCIES)
  return { merchantOcid: stored.merchantOcid, differences: compareBasket(basket, storedOrder(stored.orderText)) }
}
