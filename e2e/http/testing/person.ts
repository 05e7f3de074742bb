import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { OpenedCheckout } from './checkout'
import { type Page, Visitor } from './visitor'

/** An address that nobody used before. */
export const newEmail = (name = 'ada'): string => `${name}.${randomBytes(5).toString('hex')}@example.com`

/** Goes through the sign-in forms and gives the page where that ended. */
export async function signIn(visitor: Visitor, email: string, next = '/wallet'): Promise<Page> {
  const codePage = await askForCode(visitor, email, next)
  const code = await mailedCode(visitor.origin, email)
  const signedIn = await visitor.submit(codePage, 'code', { code })
  expect({ status: signedIn.status, to: signedIn.location }).toEqual({ status: 303, to: next })
  return signedIn
}

/** Gives an address and comes to the page that takes the code. */
export async function askForCode(visitor: Visitor, email: string, next = '/wallet'): Promise<Page> {
  const start = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`)
  const sent = await visitor.submit(start, 'email', { email })
  expect(sent.location).toMatch(/^\/sign-in\/code\?/)
  return visitor.get(sent.location ?? '')
}

/** The newest code in the development mailbox of this address. */
export async function mailedCode(origin: string, email: string): Promise<string> {
  const mailbox = await new Visitor(origin).get(`/dev/mail?to=${encodeURIComponent(email)}`)
  const [, first = '', second = ''] = /(\d{4})(\d{4}) is your/.exec(mailbox.text) ?? []
  expect(first + second).toMatch(/^\d{8}$/)
  return first + second
}

/** Adds play money with the top-up form. */
export async function topUp(visitor: Visitor, currency: string, amount: string): Promise<void> {
  const form = await visitor.get('/wallet/top-up')
  const added = await visitor.submit(form, 'amount', { currency, amount })
  expect({ status: added.status, to: added.location }).toEqual({ status: 303, to: '/wallet' })
}

/** Somebody who is signed in and has this much in USD. */
export async function personWith(origin: string, amount: string, email = newEmail()): Promise<Visitor> {
  const visitor = new Visitor(origin)
  await signIn(visitor, email)
  await topUp(visitor, 'USD', amount)
  return visitor
}

/** Opens the page of a checkout and presses Pay. */
export async function pay(visitor: Visitor, { page }: Pick<OpenedCheckout, 'page'>): Promise<Page> {
  return visitor.submit(await visitor.get(page), 'walletId')
}

export const paidLocation = ({ sessionId }: Pick<OpenedCheckout, 'sessionId'>): string =>
  `https://shop.example/paid?session=${sessionId}`
