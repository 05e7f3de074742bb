import { newEmail, signIn, topUp } from '../http/testing/person'
import { Visitor } from '../http/testing/visitor'
import type { FaultWorld } from './fault-world'

/** Somebody who buys: signed in, with money in every currency of the shop. */
export interface Payer {
  readonly email: string
  readonly visitor: Visitor
  readonly startBalances: ReadonlyMap<string, bigint>
}

const laidIn: readonly (readonly [currency: string, amount: string])[] = [
  ['USD', '100000.00'],
  ['EUR', '50000.00'],
  ['UGX', '1000000'],
  ['UGX', '1000000'],
  ['UGX', '1000000'],
  ['KWD', '5000.000'],
  ['JPY', '1000000'],
]

export async function openPayers(world: FaultWorld, count: number): Promise<Payer[]> {
  const payers: Payer[] = []
  for (let index = 0; index < count; index++) payers.push(await openPayer(world))
  return payers
}

async function openPayer(world: FaultWorld): Promise<Payer> {
  const email = newEmail('payer')
  const visitor = new Visitor(world.url)
  await signIn(visitor, email)
  for (const [currency, amount] of laidIn) await topUp(visitor, currency, amount)
  return { email, visitor, startBalances: await balancesOf(world, email) }
}

/** What is in the wallets of a person, held or not, in minor units by currency. */
export async function balancesOf({ db }: Pick<FaultWorld, 'db'>, email: string): Promise<Map<string, bigint>> {
  const found = await db.rows<{ currency: string; minor: string }>(
    `SELECT a.currency, (a.balance_minor + coalesce((SELECT sum(p.amount_minor) FROM account_postings p WHERE p.account_id = a.id), 0))::text AS minor
     FROM ledger_accounts a JOIN users u ON u.id = a.user_id WHERE u.email = $1 AND a.kind = 'USER_WALLET' AND a.mode = 'LIVE'`,
    [email],
  )
  return new Map(found.map(({ currency, minor }) => [currency, BigInt(minor)]))
}
