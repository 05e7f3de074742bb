import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { CallingApplication } from '@/lib/applications/application-store'
import { authenticate } from '@/lib/applications/authenticate'
import { isDatabaseOutage } from '@/lib/db/outage'
import { type EndingTx, inTransaction } from '@/lib/db/transaction'
import { type Gateway, gateway } from '@/lib/gateway/gateway'
import { idempotencyKeyRule, isIdempotencyKey } from '@/lib/http/idempotency-key'
import { internalHeaders } from '@/lib/http/internal-headers'
import type { RouteHandler } from '@/lib/http/network-route'
import { takeRateLimit } from '@/lib/http/rate-limit'
import { log } from '@/lib/log/log'
import { err, ok, type Result } from '@/lib/opencharge/result'
import {
  answerHeaders,
  errorAnswer,
  invalidFields,
  type MerchantAnswer,
  type MerchantError,
  type MerchantSuccess,
  merchantError,
  rateLimited,
  successAnswer,
} from './envelope'
import { answerOnce } from './idempotency'
import { type ParsedBody, readBody } from './read-body'
import { type Fields, readFields } from './read-fields'

/** What every handler of the merchant API gets. */
export interface PublicCall {
  readonly gateway: Gateway
  readonly request: Request
  readonly params: Readonly<Record<string, string>>
  /** Of the address; read only by who needs it. */
  readonly query: () => Fields
  readonly now: Date
}

/** A request of an application: everything that it asks for is confined to the application and the mode. */
export interface MerchantCall<Body>
  extends PublicCall,
    Pick<CallingApplication, 'application' | 'mode' | 'credentialId'> {
  readonly body: Body
}

export type Outcome = Result<MerchantSuccess, MerchantError>
type PublicRoute = { readonly run: (call: PublicCall) => Promise<Outcome> }
type ReadRoute = { readonly run: (call: MerchantCall<undefined>) => Promise<Outcome> }
/** `run` writes in the transaction that also keeps the answer for a repeat; what it refuses, it refuses before it writes. */
type WriteRoute<Body> = {
  readonly body: z.ZodType<Body>
  readonly isRepeatable: boolean
  readonly run: (call: MerchantCall<Body>, tx: EndingTx) => Promise<Outcome>
}

/** An endpoint for anybody. */
export function publicRoute({ run }: PublicRoute): RouteHandler {
  return framed(async (call) => answerOf(await run(call)))
}

/** A JSON document for anybody. It is written once, because anybody may ask for it. */
export function documentRoute(write: (us: Gateway) => string): RouteHandler {
  let written: string | undefined
  return framed(async (call) => {
    written ??= write(call.gateway)
    return { status: 200, body: written }
  })
}

/** An endpoint that only reads, for an application. */
export function readRoute({ run }: ReadRoute): RouteHandler {
  return framed(async (call) => {
    const caller = await admit(call)
    if (!caller.ok) return errorAnswer(caller.error)
    return answerOf(await run({ ...call, ...caller.value, body: undefined }))
  })
}

/** An endpoint that changes something, for an application. */
export function writeRoute<Body>({ body: schema, isRepeatable, run }: WriteRoute<Body>): RouteHandler {
  return framed(async (call) => {
    const caller = await admit(call)
    if (!caller.ok) return errorAnswer(caller.error)
    const body = await readBody(call.request)
    if (!body.ok) return errorAnswer(body.error)
    const work = async (tx: EndingTx): Promise<Outcome> => {
      const fields = readFields(schema, body.value.value)
      return fields.ok ? run({ ...call, ...caller.value, body: fields.value }, tx) : fields
    }
    if (isRepeatable) return repeatable(call, caller.value, body.value, work)
    return answerOf(await inTransaction(work))
  })
}

/** An answer, which may be the one of an earlier request. */
type SentAnswer = MerchantAnswer & { readonly isReplay?: boolean }

async function repeatable(
  call: PublicCall,
  caller: CallingApplication,
  body: ParsedBody,
  work: (tx: EndingTx) => Promise<Outcome>,
): Promise<SentAnswer> {
  const key = call.request.headers.get('idempotency-key')
  if (key === null) return answerOf(await inTransaction(work))
  if (!isIdempotencyKey(key)) return errorAnswer(invalidFields({ 'Idempotency-Key': idempotencyKeyRule }))
  const { application, mode } = caller
  const [path = ''] = (call.request.headers.get(internalHeaders.target) ?? '').split('?')
  return answerOnce({ applicationId: application.id, mode, key, content: `${path}\n${body.canonical}` }, async (tx) =>
    answerOf(await work(tx)),
  )
}

const answerOf = (outcome: Outcome): MerchantAnswer =>
  outcome.ok ? successAnswer(outcome.value) : errorAnswer(outcome.error)

async function admit(call: PublicCall): Promise<Result<CallingApplication, MerchantError>> {
  const caller = await authenticate(call.request.headers, addressOf(call.request))
  if (!caller.ok) {
    return err(caller.error.code === 'TRY_LATER' ? rateLimited(caller.error.seconds) : merchantError('UNAUTHORIZED'))
  }
  const wait = await takeRateLimit('ocid', `${caller.value.application.id} ${caller.value.mode}`)
  return wait === undefined ? ok(caller.value) : err(rateLimited(wait))
}

const addressOf = (request: Request) => request.headers.get(internalHeaders.address) ?? 'unknown'

/** The frame of every endpoint: the limit per address, the envelope, and errors that tell nothing but an id. */
function framed(run: (call: PublicCall) => Promise<SentAnswer>): RouteHandler {
  return async (request, context) => {
    const requestId = request.headers.get(internalHeaders.requestId) ?? randomUUID()
    const answer = await guarded(request, context, requestId, run)
    const headers = {
      ...answerHeaders(answer),
      'x-request-id': requestId,
      ...(answer.isReplay && { 'idempotent-replay': 'true' }),
    }
    return new Response(answer.body, { status: answer.status, headers })
  }
}

async function guarded(
  request: Request,
  context: Parameters<RouteHandler>[1],
  requestId: string,
  run: (call: PublicCall) => Promise<SentAnswer>,
): Promise<SentAnswer> {
  try {
    const wait = await takeRateLimit('address', addressOf(request))
    if (wait !== undefined) return errorAnswer(rateLimited(wait))
    const query = () => Object.fromEntries(new URL(request.url).searchParams)
    return await run({ gateway: await gateway(), request, params: await context.params, query, now: new Date() })
  } catch (cause) {
    if (isDatabaseOutage(cause)) {
      log().warn({ err: cause, requestId }, 'the database is not there')
      return errorAnswer(merchantError('SERVICE_UNAVAILABLE', { data: { id: requestId, retryAfterSeconds: 5 } }))
    }
    log().error({ err: cause, requestId }, 'a request of the merchant API failed')
    return errorAnswer(merchantError('INTERNAL_ERROR', { data: { id: requestId } }))
  }
}
