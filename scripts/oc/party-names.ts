import { ConfigurationError } from '@/lib/env/env'
import type { Gateway } from '@/lib/gateway/gateway'
import { displayText } from '@/lib/opencharge/display-text'
import type { Session } from './session'

/** What identities call themselves, as far as their metadata could be read. */
export type PartyNames = ReadonlyMap<number, string>

const MOST_WAIT_MS = 3_000
const MOST_NAME_CHARACTERS = 40

/** Asks for the names of these identities side by side, and waits for none of them for long. */
export async function readPartyNames({ registry }: Gateway, ocids: Iterable<number>): Promise<PartyNames> {
  const found = await Promise.all(
    [...new Set(ocids)].map(async (ocid): Promise<[number, string] | undefined> => {
      const peer = await withinPatience(registry.peer(ocid))
      return peer?.ok ? [ocid, displayText(peer.value.name, MOST_NAME_CHARACTERS)] : undefined
    }),
  )
  return new Map(found.filter((entry) => entry !== undefined))
}

/** The same for a command that works without them as well, when the configuration is not there or not sound. */
export async function readPartyNamesIfPossible(session: Session, ocids: Iterable<number>): Promise<PartyNames> {
  try {
    return await readPartyNames(await session.gateway(session.settings()), ocids)
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause
    session.terminal.note('The configuration is not sound, so that names are left out; "doctor" says what is wrong.\n')
    return new Map()
  }
}

async function withinPatience<T>(asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), MOST_WAIT_MS)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

/** `Harbour House (400)`, or `OCID 400` for one whose name is not known. */
export function partyText(ocid: number, names: PartyNames): string {
  const name = names.get(ocid)
  return name ? `${name} (${ocid})` : `OCID ${ocid}`
}

/** Providers in a row, from the merchant's side to our reserve. */
export const pathText = (providers: readonly number[], names: PartyNames): string =>
  providers.map((ocid) => partyText(ocid, names)).join(' → ')

export const partyJson = (ocid: number, names: PartyNames) => ({ ocid, name: names.get(ocid) ?? null })
