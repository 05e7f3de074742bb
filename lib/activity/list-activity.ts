import type { Party } from '@/lib/checkout/checkout-view'
import { nameParties } from '@/lib/checkout/name-parties'
import type { Gateway } from '@/lib/gateway/gateway'
import type { ActivityEntry } from './activity-entry'
import type { ActivityFilter, EntryState } from './activity-filter'
import { type EntrySearch, listEntries, listPaidMerchants, type StoredEntry } from './activity-store'
import { describeEntries } from './describe-entries'

export interface ActivityPage {
  readonly entries: readonly ActivityEntry[]
  /** Where the next page begins; null when this is the last. */
  readonly nextBefore: string | null
}

// As many as the list of the filter shows; the names of all others are not searched.
const MOST_MERCHANTS = 100
const DAY_MS = 24 * 60 * 60 * 1000

/** A page of a person's movements, latest first. A movement that comes in the meantime moves no page. */
export async function listActivity(
  us: Gateway,
  userId: string,
  filter: ActivityFilter,
  before: bigint | null,
  most: number,
): Promise<ActivityPage> {
  const found = await listEntries(userId, await searchOf(us, userId, filter, before), most + 1)
  const shown = found.slice(0, most)
  const nextBefore = found.length > most ? String(shown.at(-1)?.id) : null
  return { entries: await describeEntries(us, shown), nextBefore }
}

/** The merchants that a person can look for, by name. */
export async function listMerchants(us: Gateway, userId: string): Promise<readonly Party[]> {
  return nameParties(us, await listPaidMerchants(userId, MOST_MERCHANTS))
}

async function searchOf(
  us: Gateway,
  userId: string,
  filter: ActivityFilter,
  beforeId: bigint | null,
): Promise<EntrySearch> {
  const { text, walletId, merchantOcid, fromDay, toDay } = filter
  const needle = text?.toLocaleLowerCase() ?? ''
  const named = text === null ? [] : await listMerchants(us, userId)
  return {
    walletId,
    beforeId,
    merchantOcid,
    from: fromDay === null ? null : new Date(startOf(fromDay)),
    until: toDay === null ? null : new Date(startOf(toDay) + DAY_MS),
    state: filter.state === null ? null : storedState[filter.state],
    text,
    namedOcids: named.filter(({ name }) => name.toLocaleLowerCase().includes(needle)).map(({ ocid }) => ocid),
  }
}

const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`)

const storedState: Record<EntryState, StoredEntry['state']> = {
  done: 'POSTED',
  reserved: 'PENDING',
  returned: 'VOIDED',
}
