import { randomUUID } from 'node:crypto'
import type { BrowserContext } from '@playwright/test'
import { ensureUser, openSession } from '@/lib/auth/user-store'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import { isoCurrency } from '@/lib/money/currency'
import { formatAmount, parseAmount } from '@/lib/money/money'
import { creditWallet } from '@/lib/wallet/credit-wallet'
import { site } from './site'

export interface Person {
  readonly email: string
  readonly userId: string
}

/** An address that nobody has used. */
export const newEmail = (name = 'someone'): string => `${name}-${randomUUID().slice(0, 8)}@example.com`

/** A person with money, known to nobody else: tests that run beside each other do not spend each other's. */
export async function newPerson(balances: Readonly<Record<string, string>> = {}): Promise<Person> {
  const email = newEmail()
  const userId = await ensureUser(email)
  for (const [code, amount] of Object.entries(balances)) await credit(userId, code, amount)
  return { email, userId }
}

async function credit(userId: string, code: string, amount: string): Promise<void> {
  const currency = isoCurrency(code)
  const amountMinor = currency && parseAmount(amount, currency)
  if (!currency || !amountMinor?.ok) throw new Error(`${amount} ${code} is no money`)
  await creditWallet({ userId, mode: 'LIVE', money: { amountMinor: amountMinor.value, currency }, reason: 'CREDIT' })
}

/** Signs a browser in as the sign-in form does in the end, for tests that are about something else. */
export async function signIn(context: BrowserContext, { userId }: Person): Promise<void> {
  const value = await openSession(userId)
  await context.addCookies([
    { name: 'next-auth.session-token', value, url: site().gatewayUrl, httpOnly: true, sameSite: 'Lax' },
  ])
}

/** What the person can spend, as decimal strings by currency. */
export async function balancesOf({ userId }: Person): Promise<Record<string, string>> {
  const wallets = await readWalletBalances(userId, 'LIVE')
  const shown = wallets.map(({ currency, availableMinor }) => {
    const exponent = isoCurrency(currency)?.exponent ?? 0
    return [currency, formatAmount(availableMinor, exponent)] as const
  })
  return Object.fromEntries(shown)
}
