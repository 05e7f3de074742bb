import { sql } from '@/lib/db/testing/sql'
import type { AccountOwner, Mode } from '@/lib/ledger/account-store'
import { makeAccount, makeUser, newOcid, standing } from './make-account'

export interface ModelAccount {
  readonly id: bigint
  readonly mode: Mode
  readonly currency: string
  /** The side on which it must not run dry. */
  readonly guard: 'DEBIT' | 'CREDIT' | 'NONE'
  balance: bigint
  held: bigint
}

export interface Movement {
  readonly debit: ModelAccount
  readonly credit: ModelAccount
  readonly amountMinor: bigint
}

export interface Hold extends Movement {
  readonly id: bigint
  isOpen: boolean
}

/** What the ledger must do, said in the plainest words: the property test holds the database to it. */
export interface LedgerModel {
  readonly accounts: readonly ModelAccount[]
  readonly holds: Hold[]
}

/** Accounts of every kind, in two currencies and both modes, that no other run uses (cash-in there is only one of). */
export async function openModel(): Promise<LedgerModel> {
  const [ada, ben] = [await makeUser(), await makeUser()]
  const usd: readonly AccountOwner[] = [
    { kind: 'CASH_IN' },
    { kind: 'USER_WALLET', userId: ada },
    { kind: 'USER_WALLET', userId: ben },
    { kind: 'MERCHANT', ocid: newOcid() },
    { kind: 'MERCHANT_GATEWAY', ocid: newOcid() },
    { kind: 'PARTNER_RESERVE', ocid: newOcid() },
    { kind: 'OUR_RESERVE', ocid: newOcid() },
    { kind: 'SUSPENSE' },
  ]
  const accounts: ModelAccount[] = []
  for (const owner of usd) accounts.push(await open(owner, 'USD', 'LIVE'))
  for (const mode of ['LIVE', 'TEST'] as const) accounts.push(await open({ kind: 'CASH_IN' }, 'EUR', mode))
  for (const mode of ['LIVE', 'TEST'] as const) {
    accounts.push(await open({ kind: 'USER_WALLET', userId: ada }, 'EUR', mode))
  }
  return { accounts, holds: [] }
}

async function open(owner: AccountOwner, currency: string, mode: Mode): Promise<ModelAccount> {
  const id = await makeAccount(owner, { currency, mode })
  const isFree = owner.kind === 'CASH_IN' || owner.kind === 'SUSPENSE'
  const guard = isFree ? 'NONE' : owner.kind === 'OUR_RESERVE' ? 'CREDIT' : 'DEBIT'
  return { id, mode, currency, guard, ...(await standing(id)) }
}

export type Verdict = 'moved' | 'INSUFFICIENT_FUNDS' | 'refused'

/** What a movement alone must end as. */
export function verdictOn({ debit, credit, amountMinor }: Movement): Verdict {
  if (amountMinor <= 0n || debit.id === credit.id) return 'refused'
  if (debit.currency !== credit.currency || debit.mode !== credit.mode) return 'refused'
  if (debit.guard === 'DEBIT' && debit.balance - debit.held < amountMinor) return 'INSUFFICIENT_FUNDS'
  if (credit.guard === 'CREDIT' && credit.balance + credit.held + amountMinor > 0n) return 'INSUFFICIENT_FUNDS'
  return 'moved'
}

/** Whether money can have been missing for a movement when, at worst, all of its company was served first. */
export function canFallShort(movement: Movement, company: readonly Movement[]): boolean {
  const { debit, credit, amountMinor } = movement
  const others = company.filter((other) => other !== movement && other.amountMinor > 0n)
  const sum = (side: 'debit' | 'credit') =>
    others.reduce((total, other) => total + (other[side] === movement[side] ? other.amountMinor : 0n), amountMinor)
  if (debit.guard === 'DEBIT' && debit.balance - debit.held < sum('debit')) return true
  return credit.guard === 'CREDIT' && credit.balance + credit.held + sum('credit') > 0n
}

export function applyPost({ debit, credit, amountMinor }: Movement): void {
  debit.balance -= amountMinor
  credit.balance += amountMinor
}

export function applyHold({ debit, credit, amountMinor }: Movement, sign: 1n | -1n): void {
  if (debit.guard === 'DEBIT') debit.held += sign * amountMinor
  if (credit.guard === 'CREDIT') credit.held += sign * amountMinor
}

export function isOverdrawn({ guard, balance, held }: ModelAccount): boolean {
  return (guard === 'DEBIT' && balance < held) || (guard === 'CREDIT' && balance + held > 0n)
}

/** The same accounts as the database has them. */
export async function readStandings({ accounts }: LedgerModel) {
  const rows = await sql(`SELECT a.id, held_minor AS held,
    balance_minor + coalesce((SELECT sum(amount_minor) FROM account_postings WHERE account_id = a.id), 0) AS balance
    FROM ledger_accounts a WHERE a.id IN (${accounts.map(({ id }) => id).join(',')})`)
  return new Map(rows.map(({ id, balance, held }) => [String(id), `${balance} with ${held} held`]))
}
