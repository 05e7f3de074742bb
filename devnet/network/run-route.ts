import { authenticateRequest } from '@/devnet/network/authenticate-request'
import type { Network } from '@/devnet/network/network'
import { endpointPath, type Party } from '@/devnet/network/party'
import type { Outcome, PartyCall, PartyEndpoint, PartyRoute } from '@/devnet/network/party-endpoint'
import type { WireRequest } from '@/devnet/network/wire'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { JsonValue } from '@/lib/opencharge/json-value'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson, strictJsonRefusal } from '@/lib/opencharge/strict-json'

/** How a request is taken. */
export interface Manner {
  readonly nowEpochSeconds: number
  /** Gives an outcome to have the work left undone; `known` is what the same call was answered before. */
  readonly refuse?: (known: () => Outcome | undefined) => Outcome | undefined
}

/** The path of a request after the party's base, without its query. */
export const pathUnder = ({ ocid }: Party, { path }: WireRequest): string =>
  (path.split('?')[0] ?? '').slice(endpointPath(ocid).length)

/** Finds the route of a request, makes sure of the sender, and has the work done. */
export async function runRoute(
  network: Network,
  { party, routes }: PartyEndpoint,
  request: WireRequest,
  manner: Manner,
): Promise<Outcome> {
  const path = pathUnder(party, request)
  if (path === '/metadata.json' && request.method === 'GET') return ok(buildMetadata(party, party.signer))
  const matching = [capabilities(party), ...routes].filter((route) => route.path.test(path))
  const route = matching.find(({ method }) => method === request.method)
  if (route === undefined) return err(protocolError(matching.length === 0 ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED'))
  const call = await readCall(network, party, route, request, manner.nowEpochSeconds)
  const outcome = call.ok ? await perform(route, call.value, manner) : call
  route.onOutcome?.(outcome)
  return outcome
}

async function perform(route: PartyRoute, call: PartyCall, { refuse }: Manner): Promise<Outcome> {
  return refuse?.(() => route.known?.(call)) ?? route.run(call)
}

async function readCall(
  network: Network,
  party: Party,
  route: PartyRoute,
  request: WireRequest,
  nowEpochSeconds: number,
): Promise<Result<PartyCall, ProtocolError>> {
  const sender = await authenticateRequest(network, party.ocid, request)
  if (!sender.ok) return sender
  const body = readJson(request)
  if (!body.ok) return body
  const parameter = decoded(route.path.exec(pathUnder(party, request))?.[1] ?? '')
  const idempotencyKey = request.header('Idempotency-Key')
  return ok({ caller: sender.value, body: body.value, parameter, idempotencyKey, nowEpochSeconds })
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
