import { type Agent, type Dispatcher, errors } from 'undici'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type CappedBody, readCappedBody } from '@/lib/registry/capped-body'
import { LookupRefusedError } from '@/lib/registry/checked-lookup'
import { type FetchRefusal, fetchRefusal } from '@/lib/registry/fetch-refusal'
import type { GuardedRequest, GuardedResponse } from '@/lib/registry/guarded-fetch'
import { NotConnectedError } from '@/lib/registry/pinned-agent'

/** One guarded fetch under way. */
export interface Errand {
  readonly agent: Agent
  readonly request: GuardedRequest
  readonly signal: AbortSignal
  readonly maxBytes: number
  readonly userAgent: string
}

export type AnswerHead = Dispatcher.ResponseData

export const isGet = (request: GuardedRequest) => (request.method ?? 'GET') === 'GET'

/** Sends the request to one URL, which has been checked, and waits for the head of the answer. */
export async function askFor(
  url: URL,
  isFirstOrigin: boolean,
  errand: Errand,
): Promise<Result<AnswerHead, FetchRefusal>> {
  const first = await send(url, isFirstOrigin, errand)
  const isWorthAnother = !first.ok && first.error.code === 'CONNECTION_LOST' && isGet(errand.request)
  // A kept connection may have been closed from afar in the very moment that it was used: a GET can be asked again.
  return isWorthAnother ? send(url, isFirstOrigin, errand) : first
}

async function send(url: URL, isFirstOrigin: boolean, errand: Errand): Promise<Result<AnswerHead, FetchRefusal>> {
  try {
    const answer = errand.agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: errand.request.method ?? 'GET',
      headers: requestHeaders(errand, isFirstOrigin),
      body: errand.request.body ?? null,
      signal: errand.signal,
    })
    return ok(await Promise.race([answer, rejectWhenAborted(errand.signal)]))
  } catch (error) {
    return err(refusalOf(error, errand.signal))
  }
}

// The agent looks at the signal only once it has a connection for the request: a resolver that is silent and a queue
// before busy connections would outlast the deadline. A request whose signal has fired is not sent any more.
function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

// What was meant for one party (a signature, a token) does not follow a redirect to another.
function requestHeaders({ request, userAgent }: Errand, isFirstOrigin: boolean): Record<string, string> {
  const own = isFirstOrigin ? Object.entries(request.headers ?? {}) : []
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value])),
    accept: request.accept ?? '*/*',
    'accept-encoding': 'identity',
    'user-agent': userAgent,
  }
}

/** Reads the body of the answer that is to be kept. */
export async function receive(
  answer: AnswerHead,
  url: URL,
  errand: Errand,
): Promise<Result<GuardedResponse, FetchRefusal>> {
  const headers = joinedHeaders(answer.headers)
  const mayBePartial = errand.request.incompleteBody === 'truncate'
  // The cap counts the bytes on the wire, so nothing is ever unpacked: a small archive can hold a large body.
  if (!mayBePartial && (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    drop(answer)
    return err(fetchRefusal('BODY_ENCODED'))
  }
  const body = await readCappedBody(answer.body, errand.maxBytes)
  const refusal = mayBePartial ? undefined : bodyRefusal(body, errand.signal)
  if (refusal) return err(refusal)
  const complete = body.end === 'complete'
  return ok({ status: answer.statusCode, headers, bytes: body.bytes, complete, url: url.href })
}

function bodyRefusal(body: CappedBody, signal: AbortSignal): FetchRefusal | undefined {
  if (body.end === 'over_cap') return fetchRefusal('BODY_TOO_LARGE')
  return body.end === 'broken' ? refusalOf(body.failure, signal) : undefined
}

function joinedHeaders(headers: AnswerHead['headers']): Record<string, string> {
  const joined = (value: string | string[] | undefined) => [value ?? []].flat().join(', ')
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, joined(value)] as const))
}

/** Gives up an answer whose body nobody will read. Destroying it reports an error, which only we expect. */
export function drop(answer: AnswerHead): void {
  answer.body.on('error', () => undefined)
  answer.body.destroy()
}

function refusalOf(error: unknown, signal: AbortSignal): FetchRefusal {
  if (error instanceof errors.InvalidArgumentError) throw error
  if (signal.aborted) return fetchRefusal('TIMEOUT')
  if (!(error instanceof NotConnectedError)) return fetchRefusal('CONNECTION_LOST')
  return error.cause instanceof LookupRefusedError ? error.cause.refusal : fetchRefusal('CONNECTION_FAILED')
}
