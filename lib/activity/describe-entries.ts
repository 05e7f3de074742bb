import type { Party } from '@/lib/checkout/checkout-view'
import { nameParties } from '@/lib/checkout/name-parties'
import type { Gateway } from '@/lib/gateway/gateway'
import { knownCurrency } from '@/lib/money/known-currency'
import { displayText } from '@/lib/opencharge/display-text'
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
  const { id, reason, state, isIncoming, currency, amountMinor } = entry
  return {
    id: String(id),
    kind: entryKind(reason),
    state: stateOf[state],
    isIncoming,
    money: { amountMinor, currency: knownCurrency(us.env.CURRENCIES, currency) },
    atEpochSeconds: entry.atEpochSeconds,
    resolvedAtEpochSeconds: entry.resolvedAtEpochSeconds,
    party: partyOf(entry, parties),
    person: shown(personOf(entry)),
    orderId: shown(entry.orderId),
    memo: shown(entry.memo),
    txid: shown(entry.txid),
  }
}

/** An application is shown by the name that the operator gave it, and not by that of its gateway, which we are. */
function partyOf({ partyOcid, applicationName }: StoredEntry, parties: ReadonlyMap<number, Party>): Party | null {
  const party = partyOcid === null ? undefined : parties.get(partyOcid)
  if (!party) return null
  return { ocid: party.ocid, name: shown(applicationName) ?? party.name }
}

/** Whoever gets money learns from whom; whoever sent it learns no more than was typed. Who paid a request learns whom. */
function personOf({ isIncoming, senderEmail, recipientEmail, addressedTo }: StoredEntry): string | null {
  if (isIncoming) return senderEmail
  return addressedTo ?? recipientEmail
}

const shown = (text: string | null) => (text === null ? null : displayText(text, MOST_CHARACTERS) || null)

const stateOf: Record<StoredEntry['state'], EntryState> = { POSTED: 'done', PENDING: 'reserved', VOIDED: 'returned' }
