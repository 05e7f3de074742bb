import { authenticateRequest } from '@/devnet/network/authenticate-request'
import type { Network } from '@/devnet/network/network'
import { endpointPath, type Party } from '@/devnet/network/party'
import { jsonAnswer, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import { errorBody, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { JsonObject, JsonValue } from '@/lib/opencharge/json-value'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { signResponse } from '@/lib/opencharge/response-signature'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson, strictJsonRefusal } from '@/lib/opencharge/strict-json'
import type { Peer } from '@/lib/registry/registry'

type Outcome = Result<JsonObject, ProtocolError>

/** An authenticated call of one endpoint. */
export interface PartyCall {
  readonly caller: Peer
  /** The body, or null when there is none. */
  readonly body: JsonValue
  /** What the path's parentheses matched, decoded. */
  readonly parameter: string
}

export interface PartyRoute {
  readonly method: 'GET' | 'POST'
  /** Of the path after the endpoint's base. */
  readonly path: RegExp
  readonly run: (call: PartyCall) => Promise<Outcome> | Outcome
  /** Told of every outcome, refusals of the authentication included. */
  readonly onOutcome?: (outcome: Outcome) => void
}

/** Answers the requests to one party; every answer is signed, errors included. */
export async function answerAsParty(
  network: Network,
  party: Party,
  routes: readonly PartyRoute[],
  request: WireRequest,
): Promise<WireAnswer> {
  const outcome = await outcomeOf(network, party, routes, request)
  const answer = outcome.ok
    ? jsonAnswer(200, outcome.value)
    : jsonAnswer(outcome.error.status, errorBody(outcome.error))
  const timestamp = network.nowEpochSeconds()
  const signed = signResponse({ ocid: party.ocid, timestamp, status: answer.status, body: answer.body }, party.signer)
  return { ...answer, headers: { ...answer.headers, ...signed } }
}

async function outcomeOf(
  network: Network,
  party: Party,
  routes: readonly PartyRoute[],
  request: WireRequest,
): Promise<Outcome> {
  const path = (request.path.split('?')[0] ?? '').slice(endpointPath(party.ocid).length)
  if (path === '/metadata.json' && request.method === 'GET') return ok(buildMetadata(party, party.signer))
  const matching = [capabilities(party), ...routes].filter((route) => route.path.test(path))
  const route = matching.find(({ method }) => method === request.method)
  if (route === undefined) return err(protocolError(matching.length === 0 ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED'))
  const outcome = await authenticated(network, party, route, request, path)
  route.onOutcome?.(outcome)
  return outcome
}

async function authenticated(
  network: Network,
  party: Party,
  route: PartyRoute,
  request: WireRequest,
  path: string,
): Promise<Outcome> {
  const sender = await authenticateRequest(network, party.ocid, request)
  if (!sender.ok) return sender
  const body = readJson(request)
  if (!body.ok) return body
  return route.run({ caller: sender.value, body: body.value, parameter: decoded(route.path.exec(path)?.[1] ?? '') })
}

function readJson(request: WireRequest): Result<JsonValue, ProtocolError> {
  if (request.body === undefined || request.body.length === 0) return ok(null)
  const mediaType = (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') return err(protocolError('UNSUPPORTED_MEDIA_TYPE'))
  const json = parseStrictJson(request.body)
  return json.ok ? json : err(strictJsonRefusal(json.error))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const capabilities = (party: Party): PartyRoute => ({
  method: 'GET',
  path: /^\/capabilities$/,
  run: () => {
    const { ocid, name, currencies, accepts } = party
    return ok({ ocid, name, capabilities: party.capabilities, settlement: { currencies, accepts } })
  },
})
