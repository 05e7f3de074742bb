import type { AccountKind } from '@/lib/ledger/account-store'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { listMovements, type Movement, type PartnerAccount, readOpeningMinor } from './statement-store'

/** Whole days in UTC, both ends included. */
export interface Days {
  readonly from: Date
  /** When the day after the last one begins. */
  readonly until: Date
}

export interface StatementLine extends Movement {
  readonly balanceMinor: bigint
}

/** What happened on one account. All amounts are above zero when they are for the account's owner: ours for our reserve. */
export interface Statement {
  readonly account: PartnerAccount
  readonly openingMinor: bigint
  readonly lines: readonly StatementLine[]
  readonly closingMinor: bigint
}

/** More than anybody reads, and as much as fits into memory with ease. */
export const MOST_MOVEMENTS = 200_000

/** The statement of an account over some days, with the balance after each movement. */
export async function readStatement(
  account: PartnerAccount,
  { from, until }: Days,
): Promise<Result<Statement, 'TOO_MANY_MOVEMENTS'>> {
  const sign = ownersSign(account.kind)
  const openingMinor = sign * (await readOpeningMinor(account.id, from))
  const movements = await listMovements(account.id, from, until, MOST_MOVEMENTS + 1)
  if (movements.length > MOST_MOVEMENTS) return err('TOO_MANY_MOVEMENTS')
  const lines = runningBalance(openingMinor, movements, sign)
  return ok({ account, openingMinor, lines, closingMinor: lines.at(-1)?.balanceMinor ?? openingMinor })
}

// What we own at a partner stands as a debit in our books; everything else here is what we owe.
const ownersSign = (kind: AccountKind): bigint => (kind === 'OUR_RESERVE' ? -1n : 1n)

function runningBalance(openingMinor: bigint, movements: readonly Movement[], sign: bigint): StatementLine[] {
  let balanceMinor = openingMinor
  return movements.map((movement) => {
    const amountMinor = sign * movement.amountMinor
    balanceMinor += amountMinor
    return { ...movement, amountMinor, balanceMinor }
  })
}
