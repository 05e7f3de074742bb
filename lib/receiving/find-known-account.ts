import { type AccountOwner, findAccount } from '@/lib/ledger/account-store'

const MOST_REMEMBERED = 10_000
const remembered = new Map<string, bigint>()

/** The owner's account in this currency, if there is one. Accounts are never deleted: an id that was read once is good for ever. */
export async function findKnownAccount(owner: AccountOwner, currency: string): Promise<bigint | undefined> {
  const key = JSON.stringify([owner, currency])
  const known = remembered.get(key)
  if (known !== undefined) return known
  const id = await findAccount(owner, 'LIVE', currency)
  if (id === undefined) return undefined
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(key, id)
  return id
}
