import { buildConnector } from 'undici'
import { parseUrl } from '@/lib/opencharge/plain-url'
import { err, type Result } from '@/lib/opencharge/result'
import { type ResolveHost, resolveWithSystem } from '@/lib/registry/checked-lookup'
import { type FetchRefusal, fetchRefusal } from '@/lib/registry/fetch-refusal'
import { type AnswerHead, askFor, drop, type Errand, isGet, receive } from '@/lib/registry/guarded-exchange'
import { type BuildConnect, createPinnedAgent } from '@/lib/registry/pinned-agent'
import { checkTargetUrl } from '@/lib/registry/target-url'

export interface GuardedFetchOptions {
  /** Development: `http:` and any address and port are allowed. Time, size and redirects stay limited. */
  readonly allowPrivateNetwork: boolean
  /** For the whole of it: name, connection, redirects and the last byte of the body. */
  readonly timeoutMs?: number
  readonly maxBytes?: number
  readonly maxRedirects?: number
  readonly userAgent?: string
  /** For tests: who knows the addresses of names, and what opens sockets to them. */
  readonly resolveHost?: ResolveHost
  readonly buildConnect?: BuildConnect
}

export interface GuardedRequest {
  readonly method?: 'GET' | 'POST'
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Only a GET is ever redirected; a POST gets the redirect itself as its answer. */
  readonly followRedirects?: boolean
  readonly maxBytes?: number
  /**
   * What happens to a body that is over `maxBytes`, compressed, or broken off or still trickling at the deadline.
   * `refuse`: there is no answer. `truncate`: the answer counts, with the bytes that came; for a caller to whom the
   * status matters more than the body.
   */
  readonly incompleteBody?: 'refuse' | 'truncate'
}

export interface GuardedResponse {
  readonly status: number
  /** Names in lower case; the values of one that came several times are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
  /** `false` when `bytes` is only the beginning of the body. */
  readonly complete: boolean
  /** Where the answer came from, after redirects. */
  readonly url: string
}

export interface GuardedFetch {
  (url: string, request?: GuardedRequest): Promise<Result<GuardedResponse, FetchRefusal>>
  /** Lets running requests end and closes all connections. */
  close(): Promise<void>
}

/** Makes the fetch for URLs that a stranger chose; its limits are those of the protocol's section 3. */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { allowPrivateNetwork, timeoutMs = 5_000, maxBytes = 256 * 1024, maxRedirects = 3 } = options
  const { userAgent = 'opencharge-gateway', resolveHost = resolveWithSystem, buildConnect = buildConnector } = options
  const agent = createPinnedAgent({ resolveHost, allowPrivateNetwork, timeoutMs, buildConnect })

  const guardedFetch = async (url: string, request: GuardedRequest = {}) => {
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), timeoutMs)
    const errand = { agent, request, signal: deadline.signal, maxBytes: request.maxBytes ?? maxBytes, userAgent }
    try {
      return await follow(url, errand, { allowPrivateNetwork, maxRedirects })
    } finally {
      clearTimeout(timer)
    }
  }
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= agent.close()
    return closed
  }
  return Object.assign(guardedFetch, { close })
}

interface Limits {
  readonly allowPrivateNetwork: boolean
  readonly maxRedirects: number
}

async function follow(first: string, errand: Errand, limits: Limits): Promise<Result<GuardedResponse, FetchRefusal>> {
  let firstOrigin: string | undefined
  let next = first
  for (let redirects = 0; redirects <= limits.maxRedirects; redirects += 1) {
    const target = checkTargetUrl(next, limits.allowPrivateNetwork)
    if (!target.ok) return target
    const url = target.value
    firstOrigin ??= url.origin
    const answer = await askFor(url, url.origin === firstOrigin, errand)
    if (!answer.ok) return answer
    const location = locationOf(answer.value, errand)
    if (location === undefined) return receive(answer.value, url, errand)
    drop(answer.value)
    next = parseUrl(location, url.href)?.href ?? location
  }
  return err(fetchRefusal('TOO_MANY_REDIRECTS'))
}

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308]

function locationOf(answer: AnswerHead, { request }: Errand): string | undefined {
  if (!isGet(request) || request.followRedirects === false) return undefined
  if (!redirectStatuses.includes(answer.statusCode)) return undefined
  const { location } = answer.headers
  return typeof location === 'string' ? location : undefined
}
