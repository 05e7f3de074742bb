import type { Gateway } from '@/lib/gateway/gateway'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Peer } from '@/lib/registry/peer'
import { askMerchant } from './ask-merchant'
import { type Follower, findCodeOwner } from './find-code-owner'
import { type Inventory, parseInventory } from './inventory'
import { readScan } from './read-scan'
import type { ScanProblem } from './scan-problem'

const MOST_BYTES = 256 * 1024

export interface ScannedInventory {
  readonly merchant: Peer
  readonly inventory: Inventory
}

/** What is for sale behind an inventory code, as the merchant says now. `code` is the text of the code. */
export async function fetchInventory(
  us: Gateway,
  code: string,
  follower: Follower,
): Promise<Result<ScannedInventory, ScanProblem>> {
  const payload = readScan(code, { allowHttp: us.env.ALLOW_PRIVATE_NETWORK })
  if (!payload.ok) return payload
  if (payload.value.kind !== 'inventory') return err('NOT_A_CODE')
  const merchant = await findCodeOwner(us, payload.value, follower)
  if (!merchant.ok) return merchant
  const call = { method: 'GET', path: new URL(payload.value.url), maxBytes: MOST_BYTES } as const
  const wordings = { tooLarge: 'INVENTORY_TOO_LARGE', unreadable: 'UNREADABLE_INVENTORY' } as const
  const answer = await askMerchant(us, merchant.value, call, wordings)
  if (!answer.ok) return err(answer.error === 'ORDER_NOT_FOUND' ? 'MERCHANT_REFUSED' : answer.error)
  const inventory = parseInventory(answer.value, us.env.CURRENCIES)
  return inventory.ok ? ok({ merchant: merchant.value, inventory: inventory.value }) : inventory
}
