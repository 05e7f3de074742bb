import { displayText } from '@/lib/opencharge/display-text'
import { parseOcid } from '@/lib/opencharge/ocid'

export const entryStates = ['done', 'reserved', 'returned'] as const

/** `reserved`: others still settle it. `returned`: it was reserved, and is free again. */
export type EntryState = (typeof entryStates)[number]

/** Which of a person's movements are looked for. Null: all. Days are whole days in UTC, both included. */
export interface ActivityFilter {
  readonly text: string | null
  readonly walletId: bigint | null
  readonly merchantOcid: number | null
  readonly state: EntryState | null
  readonly fromDay: string | null
  readonly toDay: string | null
}

export type Query = Readonly<Record<string, string | string[] | undefined>>

const MOST_TEXT_CHARACTERS = 100
const DAY = /^2[0-9]{3}-[0-9]{2}-[0-9]{2}$/
const ID = /^[0-9]{1,18}$/

/** Reads what the form of the page sends by GET. What cannot be read is as if it were left out. */
export function readActivityFilter(query: Query): ActivityFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  return {
    text: displayText(text('q'), MOST_TEXT_CHARACTERS) || null,
    walletId: ID.test(text('wallet')) ? BigInt(text('wallet')) : null,
    merchantOcid: parseOcid(text('merchant')) ?? null,
    state: entryStates.find((state) => state === text('state')) ?? null,
    fromDay: readDay(text('from')),
    toDay: readDay(text('to')),
  }
}

/** The id before which a page begins; null for the newest page. */
export function readCursor(query: Query): bigint | null {
  return typeof query.before === 'string' && ID.test(query.before) ? BigInt(query.before) : null
}

/** The filter as the query that leads to it again. */
export function activityQuery(filter: ActivityFilter, before: string | null = null): string {
  const { text, walletId, merchantOcid, state, fromDay, toDay } = filter
  const all = { q: text, wallet: walletId, merchant: merchantOcid, state, from: fromDay, to: toDay, before }
  const given = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
  return new URLSearchParams(given).toString()
}

export const isFiltered = (filter: ActivityFilter): boolean => Object.values(filter).some((value) => value !== null)

function readDay(text: string): string | null {
  if (!DAY.test(text)) return null
  const day = new Date(`${text}T00:00:00Z`)
  // The 31st of June is read as the 1st of July.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null
}
