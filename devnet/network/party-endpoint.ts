import type { Party } from '@/devnet/network/party'
import type { ProtocolError } from '@/lib/opencharge/errors'
import type { JsonObject, JsonValue } from '@/lib/opencharge/json-value'
import type { Result } from '@/lib/opencharge/result'
import type { Peer } from '@/lib/registry/registry'

export type Outcome = Result<JsonObject, ProtocolError>

/** An authenticated call of one endpoint. */
export interface PartyCall {
  readonly caller: Peer
  /** The body, or null when there is none. */
  readonly body: JsonValue
  /** What the path's parentheses matched, decoded. */
  readonly parameter: string
  readonly idempotencyKey: string | null
  /** The receiver's clock. */
  readonly nowEpochSeconds: number
}

export interface PartyRoute {
  readonly method: 'GET' | 'POST'
  /** Of the path after the endpoint's base. */
  readonly path: RegExp
  readonly run: (call: PartyCall) => Promise<Outcome> | Outcome
  /** What the same call was answered before; undefined when it is new. */
  readonly known?: (call: PartyCall) => Outcome | undefined
  /** Told of every outcome, refusals of the authentication included. */
  readonly onOutcome?: (outcome: Outcome) => void
}

/** A party with what it serves. */
export interface PartyEndpoint {
  readonly party: Party
  readonly routes: readonly PartyRoute[]
}
