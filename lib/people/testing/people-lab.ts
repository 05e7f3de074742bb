import { randomUUID } from 'node:crypto'
import { sql } from '@/lib/db/testing/sql'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import { makeAccount, makeUser } from '@/lib/ledger/testing/make-account'
import { parseCurrencyList } from '@/lib/money/currency'
import { readSending, type TypedSending } from '@/lib/people/sending'

const parsed = parseCurrencyList('USD,EUR,UGX')
if (!parsed.ok) throw new Error(parsed.error)
export const currencies = parsed.value

export interface LabPerson {
  readonly id: string
  readonly email: string
  readonly reference: string
}

/** A person with so many cents in USD. */
export async function personWith(cents: bigint): Promise<LabPerson> {
  const id = await makeUser()
  if (cents > 0n) await makeAccount({ kind: 'USER_WALLET', userId: id }, { amountMinor: cents })
  const [row] = await sql(`SELECT email, reference FROM users WHERE id = '${id}'`)
  return { id, email: String(row?.email), reference: String(row?.reference) }
}

/** What a form of this sender says, of which the test changes what it is about. */
export function orderOf(sender: LabPerson, typed: Partial<TypedSending> & { to: string }, sendKey = randomUUID()) {
  const sending = readSending({ currency: 'USD', amount: '1.00', memo: '', ...typed }, currencies)
  if (!sending.ok) throw new Error(sending.error)
  return { ...sending.value, senderId: sender.id, sendKey }
}

export async function dollarsOf({ id }: LabPerson): Promise<bigint> {
  const balances = await readWalletBalances(id, 'LIVE')
  return balances.find(({ currency }) => currency === 'USD')?.availableMinor ?? 0n
}
