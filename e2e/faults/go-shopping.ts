import { sellers } from '@/devnet/shop/catalogue'
import { routePlans } from '@/devnet/shop/settlement-route'
import { formSaying, type Page } from '../http/testing/visitor'
import { waitUntil } from '../http/testing/wait-until'
import type { FaultWorld } from './fault-world'
import type { Payer } from './payer'
import { isOver, type Turmoil } from './turmoil'

const BACK_WITHIN_MS = 120_000
// A shop that does not answer is tried again.
const PATIENCE_MS = 15_000
const MOST_PRESSES = 4
const routes = Object.keys(routePlans)

/** A person at the checkout, and where it is. */
interface AtCheckout {
  readonly world: FaultWorld
  readonly turmoil: Turmoil
  readonly payer: Payer
  /** The number of the payer. */
  readonly who: number
  readonly path: string
  readonly random: () => number
}

/** Buys one thing after the other, through every kill and fault, as people do: some press twice, some leave, some cancel. */
export async function goShopping(at: Omit<AtCheckout, 'path'>): Promise<void> {
  while (!isOver(at.turmoil)) {
    const path = await buy(at)
    if (path === undefined) return
    const mood = at.random()
    if (mood < 0.04) continue
    if (mood < 0.08) await cancel({ ...at, path })
    else await payAsPeopleDo({ ...at, path })
  }
}

/** Orders in the shop until it gives a page to pay on; undefined when it is over meanwhile. */
async function buy({ world, turmoil, random }: Omit<AtCheckout, 'path'>): Promise<string | undefined> {
  const route = routes[Math.floor(random() * routes.length)]
  const products = sellers.flatMap((seller) => (seller.route === route ? seller.products : []))
  const product = products[Math.floor(random() * products.length)]
  const body = new URLSearchParams({ product: product?.id ?? '', quantity: String(1 + Math.floor(random() * 3)) })
  const order = async () => {
    if (isOver(turmoil)) return 'over'
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const buying = fetch(`${world.devnet.shopUrl}buy`, { method: 'POST', body, redirect: 'manual', signal })
    return (await buying.catch(() => undefined))?.headers.get('location')
  }
  const page = await waitUntil('the shop gave a page to pay on', order, BACK_WITHIN_MS)
  return page === 'over' ? undefined : new URL(page).pathname
}

/** The page, as soon as there is a gateway to show it. */
export function openPage({ payer, path }: Pick<AtCheckout, 'payer' | 'path'>): Promise<Page> {
  const ask = async () => {
    const page = await payer.visitor.get(path).catch(() => undefined)
    return page?.status === 200 ? page : undefined
  }
  return waitUntil('the page of a checkout came', ask, BACK_WITHIN_MS)
}

export const hasPayButton = ({ forms }: Page): boolean => forms.some(({ names }) => names.includes('walletId'))
const saysConfirming = ({ text }: Page): boolean => /do not pay again/i.test(text)

async function cancel(at: AtCheckout): Promise<void> {
  await pressCancel(at, await openPage(at))
}

async function pressCancel({ payer, path }: AtCheckout, page: Page): Promise<void> {
  await payer.visitor.post(path, formSaying(page, /cancel/i).fields).catch(() => undefined)
}

/** Presses Pay as long as the page shows the button, which it does only when nothing is charged; or gives up in between. */
async function payAsPeopleDo(at: AtCheckout): Promise<void> {
  const { turmoil, path, random } = at
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    const page = await openPage(at)
    if (saysConfirming(page)) turmoil.confirming.add(path)
    if (!hasPayButton(page)) return
    await press(at, page)
    if (turmoil.claimed.has(path) || random() < 0.2) return
  }
}

/** Once; or twice at the same moment; or Pay and Cancel at the same moment. */
async function press(at: AtCheckout, page: Page): Promise<void> {
  const manner = at.random()
  const second = manner < 0.15 ? pressPay(at, page) : manner < 0.18 ? pressCancel(at, page) : undefined
  await Promise.all([pressPay(at, page), second])
}

/** One press on Pay. */
export async function pressPay(
  { turmoil, payer, who, path }: Omit<AtCheckout, 'world' | 'random'>,
  page: Page,
): Promise<void> {
  turmoil.pressed.set(path, who)
  const answer = await payer.visitor
    .clone()
    .submit(page, 'walletId')
    .catch(() => undefined)
  if (!answer) turmoil.interrupted += 1
  else if (answer.location?.includes('?session=')) turmoil.claimed.add(path)
}
