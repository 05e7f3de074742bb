import type { Gateway } from '@/lib/gateway/gateway'
import { displayText } from '@/lib/opencharge/display-text'
import { waitAtMost } from '@/lib/providers/wait-at-most'
import { createLruMap } from '@/lib/registry/lru-map'
import type { Party } from './checkout-view'

const MOST_NAME_CHARACTERS = 80
// A name is not worth a slow page: until it can be had, the number stands for it.
const MOST_WAIT_MS = 500

/** These identities by the names that they give themselves, in the same order. */
export async function nameParties(us: Gateway, ocids: readonly number[]): Promise<readonly Party[]> {
  return Promise.all(ocids.map((ocid) => nameParty(us, ocid)))
}

// A party that was known by its name a moment ago keeps it while its metadata cannot be had.
const MOST_NAMES = 10_000
const known = createLruMap<number, Party>(MOST_NAMES)

export async function nameParty({ registry }: Gateway, ocid: number): Promise<Party> {
  const peer = await waitAtMost(MOST_WAIT_MS, registry.peer(ocid))
  const name = peer?.ok ? displayText(peer.value.name, MOST_NAME_CHARACTERS) : ''
  if (!name) return known.get(ocid) ?? { ocid, name: `OCID ${ocid}` }
  const party = { ocid, name }
  known.set(ocid, party)
  return party
}
