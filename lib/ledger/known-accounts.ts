import { type AccountOwner, findAccount, idsOf, type Mode } from './account-store'

// Accounts are never deleted: an id that was committed once is good for ever. The bound is for memory alone.
const MOST_REMEMBERED = 100_000
const remembered = new Map<string, bigint>()

const keyOf = (owner: AccountOwner, mode: Mode, currency: string): string =>
  `${owner.kind} ${idsOf(owner).join()} ${mode} ${currency}`

/** The owner's account, when this process has seen it before. */
export const knownAccount = (owner: AccountOwner, mode: Mode, currency: string): bigint | undefined =>
  remembered.get(keyOf(owner, mode, currency))

/** Keeps the id of an account that is committed: not of one that this very transaction has opened. */
export function rememberAccount(owner: AccountOwner, mode: Mode, currency: string, id: bigint): void {
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(keyOf(owner, mode, currency), id)
}

/** The owner's account, if there is one. */
export async function findKnownAccount(owner: AccountOwner, mode: Mode, currency: string): Promise<bigint | undefined> {
  const known = knownAccount(owner, mode, currency)
  if (known !== undefined) return known
  const id = await findAccount(owner, mode, currency)
  if (id !== undefined) rememberAccount(owner, mode, currency, id)
  return id
}
