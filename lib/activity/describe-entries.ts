import type { Party } from '@/lib/checkout/checkout-view'
import { nameParties } from '@/lib/checkout/name-parties'
import type { Gateway } from '@/lib/gateway/gateway'
import { knownCurrency } from '@/lib/money/known-currency'
import { displayText } from '@/lib/opencharge/display-text'
import { maskEmail } from '@/lib/people/public-name'
import { type ActivityEntry, entryKind } from './activity-entry'
import type { EntryState } from './activity-filter'
import type { StoredEntry } from './activity-store'

const MOST_CHARACTERS = 200

/** Movements as they are shown: with names, and with texts of others made safe to show. */
export async function describeEntries(us: Gateway, stored: readonly StoredEntry[]): Promise<ActivityEntry[]> {
  const ocids = [...new Set(stored.flatMap(({ partyOcid }) => (partyOcid === null ? [] : [partyOcid])))]
  const parties = new Map((await nameParties(us, ocids)).map((party) => [party.ocid, party]))
  return stored.map((entry) => describeEntry(us, entry, parties))
}

function describeEntry(us: Gateway, entry: StoredEntry, parties: ReadonlyMap<number, Party>): ActivityEntry {
  const { id, reason, state, isIncoming, currency, amountMinor, partyOcid } = entry
  return {
    id: String(id),
    kind: entryKind(reason),
    state: stateOf[state],
    isIncoming,
    money: { amountMinor, currency: knownCurrency(us.env.CURRENCIES, currency) },
    atEpochSeconds: entry.atEpochSeconds,
    resolvedAtEpochSeconds: entry.resolvedAtEpochSeconds,
    party: (partyOcid !== null && parties.get(partyOcid)) || null,
    person: shown(personOf(entry)),
    orderId: shown(entry.orderId),
    memo: shown(entry.memo),
    txid: shown(entry.txid),
  }
}

/** Whoever gets money learns from whom; whoever sent it learns no more than was typed, or than the request said. */
function personOf({ isIncoming, senderEmail, recipientEmail, addressedTo }: StoredEntry): string | null {
  if (isIncoming) return senderEmail
  return addressedTo ?? (recipientEmail === null ? null : maskEmail(recipientEmail))
}

const shown = (text: string | null) => (text === null ? null : displayText(text, MOST_CHARACTERS) || null)

const stateOf: Record<StoredEntry['state'], EntryState> = { POSTED: 'done', PENDING: 'reserved', VOIDED: 'returned' }
