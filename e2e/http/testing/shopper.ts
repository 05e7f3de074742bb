import { checkoutBody, type OpenedCheckout, postCheckout } from './checkout'
import type { OwnWorld } from './own-world'
import { paidLocation } from './person'
import type { Page, Visitor } from './visitor'
import { waitUntil } from './wait-until'

const BACK_WITHIN_MS = 120_000

/** What the shoppers went through. */
export interface Shopping {
  isOver: boolean
  /** Orders for which somebody was sent to the merchant's success page. */
  readonly claimed: Set<string>
  pressed: number
  /** Presses on Pay that got no answer. */
  interrupted: number
}

/**
 * Buys one thing after the other, through every kill: what got no answer is tried again, or left alone when `random` says
 * so, as people do.
 */
export async function shop(world: OwnWorld, person: Visitor, shopping: Shopping, random: () => number): Promise<void> {
  while (!shopping.isOver) {
    const cents = 1 + Math.floor(random() * 2000)
    const checkout = await openWhenPossible(world, (cents / 100).toFixed(2))
    let page = await persist('the page of a checkout came', () => person.get(checkout.page))
    for (let presses = 0; presses < 5 && hasPayButton(page); presses++) {
      const isPaid = await press(person, page, checkout, shopping)
      if (isPaid || (isPaid === undefined && random() < 0.3)) break
      page = await persist('the page of a checkout came again', () => person.get(checkout.page))
    }
  }
}

const hasPayButton = ({ forms }: Page) => forms.some(({ names }) => names.includes('walletId'))

/** Whether the merchant's success page was reached; undefined when there was no answer. */
async function press(
  person: Visitor,
  page: Page,
  checkout: OpenedCheckout,
  shopping: Shopping,
): Promise<boolean | undefined> {
  shopping.pressed += 1
  const answer = await person.submit(page, 'walletId').catch(() => undefined)
  if (!answer) shopping.interrupted += 1
  const isPaid = answer && answer.location === paidLocation(checkout)
  if (isPaid) shopping.claimed.add(checkout.order.id)
  return isPaid
}

async function openWhenPossible(world: OwnWorld, amount: string): Promise<OpenedCheckout> {
  const order = world.shop.order({ amount })
  const text = await persist('a checkout was opened', async () => {
    const answer = await postCheckout(world, checkoutBody(world.shop, order))
    return answer.status === 200 ? answer.text : undefined
  })
  const { session_id: sessionId, expires_at: expiresAt } = JSON.parse(text)
  return { sessionId, expiresAt, page: `/pay/${sessionId}`, order }
}

function persist<T>(what: string, ask: () => Promise<T | undefined>): Promise<NonNullable<T>> {
  return waitUntil(what, () => ask().catch(() => undefined), BACK_WITHIN_MS)
}
