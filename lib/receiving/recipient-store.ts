import { rows } from '@/lib/db/transaction'

const MOST_REMEMBERED = 10_000
const remembered = new Map<string, unknown>()

// None of these ever becomes another: a person keeps the reference and the OCID, and accounts are never deleted.
async function lookUp<T>(
  statement: { name: string; text: string },
  values: readonly unknown[],
): Promise<T | undefined> {
  const key = JSON.stringify([statement.name, ...values])
  const known = remembered.get(key)
  if (known !== undefined) return known as T
  const [row] = await rows<{ found: T }>(statement, values)
  if (!row) return undefined
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(key, row.found)
  return row.found
}

const BY_REFERENCE = { name: 'recipient-by-reference', text: 'SELECT id AS found FROM users WHERE reference = $1' }
const BY_OCID = { name: 'recipient-by-ocid', text: 'SELECT id AS found FROM users WHERE ocid = $1' }
const HAS_ACCOUNT = {
  name: 'recipient-has-account',
  text: `SELECT true AS found FROM ledger_accounts WHERE kind = $1::account_kind AND mode = 'LIVE' AND ocid = $2 LIMIT 1`,
}

/** The person who receives under this reference. */
export const findUserByReference = (reference: string) => lookUp<string>(BY_REFERENCE, [reference])

/** The person who registered this OCID. */
export const findUserByOcid = (ocid: number) => lookUp<string>(BY_OCID, [ocid])

/** Whether this party has an account of that kind here, in whatever currency. */
export async function hasAccount(kind: 'MERCHANT' | 'PARTNER_RESERVE', ocid: number): Promise<boolean> {
  return (await lookUp<true>(HAS_ACCOUNT, [kind, ocid])) ?? false
}
