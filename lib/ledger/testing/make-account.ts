import { randomInt, randomUUID } from 'node:crypto'
import { sql } from '@/lib/db/testing/sql'
import { inTransaction } from '@/lib/db/transaction'
import { type AccountOwner, type Mode, openAccount } from '@/lib/ledger/account-store'
import { postTransfer } from '@/lib/ledger/transfer-store'

/** Opens the owner's account, with money from cash-in when `amountMinor` is given. Gives its id. */
export async function makeAccount(
  owner: AccountOwner,
  { amountMinor = 0n, currency = 'USD', mode = 'LIVE' as Mode } = {},
): Promise<bigint> {
  return inTransaction(async (tx) => {
    const { id } = await openAccount(tx, owner, mode, currency)
    if (amountMinor === 0n) return id
    const cash = await openAccount(tx, { kind: 'CASH_IN' }, mode, currency)
    const ends = { debitAccountId: cash.id, creditAccountId: id }
    await postTransfer(tx, { mode, currency, amountMinor, ...ends, paymentId: null, reason: 'CREDIT' })
    return id
  })
}

export async function makeUser(): Promise<string> {
  const id = randomUUID()
  await sql(`INSERT INTO users (id, email) VALUES ('${id}', '${id}@people.example')`)
  return id
}

/** An OCID that no other test uses. */
export const newOcid = (): number => randomInt(1_000_000, 2 ** 47)

/** A new person's wallet. */
export async function makeWallet(amountMinor = 0n, currency = 'USD', mode: Mode = 'LIVE'): Promise<bigint> {
  return makeAccount({ kind: 'USER_WALLET', userId: await makeUser() }, { amountMinor, currency, mode })
}

/** What stands on an account: everything that was posted, absorbed or not, and what is held. */
export async function standing(accountId: bigint): Promise<{ balance: bigint; held: bigint }> {
  const [row] = await sql(`SELECT held_minor AS held,
    balance_minor + coalesce((SELECT sum(amount_minor) FROM account_postings WHERE account_id = a.id), 0) AS balance
    FROM ledger_accounts a WHERE a.id = ${accountId}`)
  return { balance: BigInt(String(row?.balance)), held: BigInt(String(row?.held)) }
}
