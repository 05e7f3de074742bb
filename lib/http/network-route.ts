import { randomUUID } from 'node:crypto'
import { isDatabaseOutage } from '@/lib/db/outage'
import { type Gateway, gateway } from '@/lib/gateway/gateway'
import { log } from '@/lib/log/log'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, type Result } from '@/lib/opencharge/result'
import { internalHeaders } from './internal-headers'
import { networkAnswer, networkRefusal, rateLimited } from './network-answer'
import { takeRateLimit } from './rate-limit'

/** What every handler of the network API gets, authenticated or not. */
export interface NetworkCall {
  readonly gateway: Gateway
  readonly request: Request
  readonly params: Readonly<Record<string, string>>
  readonly nowEpochSeconds: number
}

type Outcome = Result<unknown, ProtocolError>
type RouteContext = { readonly params: Promise<Record<string, string>> }
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>

/** The frame of every network endpoint: the limit per address, the signed answer, and errors that tell nothing but an id. */
export function networkRoute(run: (call: NetworkCall) => Promise<Outcome>): RouteHandler {
  return async (request, context) => {
    const us = await gateway()
    const requestId = request.headers.get(internalHeaders.requestId) ?? randomUUID()
    const outcome = await guarded(us, request, context, run, requestId)
    const answer = outcome.ok ? networkAnswer(us, 200, outcome.value) : networkRefusal(us, outcome.error)
    return new Response(answer.body, {
      status: answer.status,
      headers: { ...answer.headers, 'x-request-id': requestId },
    })
  }
}

async function guarded(
  us: Gateway,
  request: Request,
  context: RouteContext,
  run: (call: NetworkCall) => Promise<Outcome>,
  requestId: string,
): Promise<Outcome> {
  try {
    const wait = await takeRateLimit('address', request.headers.get(internalHeaders.address) ?? 'unknown')
    if (wait !== undefined) return err(rateLimited(wait))
    const nowEpochSeconds = Math.floor(Date.now() / 1000)
    return await run({ gateway: us, request, params: await context.params, nowEpochSeconds })
  } catch (cause) {
    if (isDatabaseOutage(cause)) {
      log().warn({ err: cause, requestId }, 'the database is not there')
      return err(protocolError('SERVICE_UNAVAILABLE', { details: { id: requestId, retryAfterSeconds: 5 } }))
    }
    log().error({ err: cause, requestId }, 'a network request failed')
    return err(protocolError('INTERNAL_ERROR', { details: { id: requestId } }))
  }
}
