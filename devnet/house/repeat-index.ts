import type { PartyCall } from '@/devnet/network/party-endpoint'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { err, ok, type Result } from '@/lib/opencharge/result'

interface Asked {
  readonly callerOcid: number
  readonly idempotencyKey: string | null
  /** As parsed: what was absent is absent. */
  readonly request: object
}

/** What was asked for before, by (caller, reference) and by (caller, Idempotency-Key). */
export interface RepeatIndex<Entry extends Asked> {
  add(entry: Entry): void
  /** The same call's entry; `ORDER_CONFLICT` when it asked for something else; undefined when it is new. */
  find(call: PartyCall, request: Entry['request']): Result<Entry, ProtocolError> | undefined
}

export function createRepeatIndex<Entry extends Asked>(
  referenceOf: (request: Entry['request']) => string | undefined,
): RepeatIndex<Entry> {
  const entries = new Map<string, Entry>()
  const names = ({ callerOcid, idempotencyKey, request }: Asked): string[] => {
    const reference = referenceOf(request)
    return [
      ...(reference === undefined ? [] : [`${callerOcid} reference ${reference}`]),
      ...(idempotencyKey === null ? [] : [`${callerOcid} key ${idempotencyKey}`]),
    ]
  }
  return {
    add(entry) {
      for (const name of names(entry)) entries.set(name, entry)
    },
    find({ caller, idempotencyKey }, request) {
      const found = names({ callerOcid: caller.ocid, idempotencyKey, request }).flatMap(
        (name) => entries.get(name) ?? [],
      )
      const isOther = found.some((entry) => contentOf(entry.request) !== contentOf(request))
      if (isOther) return err(protocolError('ORDER_CONFLICT'))
      return found[0] && ok(found[0])
    },
  }
}

const contentOf = (request: object): string => canonicalJson(request as JsonObject)
