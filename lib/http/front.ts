import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { watchForOutage } from '@/lib/db/outage'
import type { Gateway } from '@/lib/gateway/gateway'
import { answerHeaders, errorAnswer, merchantError, rateLimited as tooMany } from '@/lib/merchant-api/envelope'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { withAnswerStatus } from './answer-status'
import { addressKey, clientAddress } from './client-address'
import { dropRepeatedHeaders } from './drop-repeated-headers'
import { mendFailedPages } from './failed-page'
import { internalHeaders } from './internal-headers'
import { isMerchantPath } from './merchant-paths'
import { networkRefusal, rateLimited } from './network-answer'
import { judgeNetworkPath } from './network-paths'
import { pageSecurityHeaders } from './page-security'
import { takeRateLimit } from './rate-limit'
import { answerReadiness, READINESS_PATH } from './readiness'
import { readRequestTarget } from './request-target'
import { isSameOrigin } from './same-origin'

export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export interface Front {
  readonly gateway: Gateway
  readonly next: NextHandler
  /** `next dev`: its hot reload evaluates code. */
  readonly hotReload: boolean
}

/** What stands before Next.js: it hands on what only the socket knows, and answers what Next.js would answer wrongly. */
export function createFront(front: Front): NextHandler {
  const { gateway, next } = front
  const { env } = gateway
  const prefix = new URL(env.PUBLIC_URL).pathname.replace(/\/+$/, '')
  return async (request, response) => {
    const { target, path, area, isPlain } = readRequestTarget(request.url ?? '/', prefix)
    request.url = target
    const requestId = stamp(request, target, env.TRUSTED_PROXY_HOPS)
    response.setHeader('x-request-id', requestId)
    if (env.PUBLIC_URL.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000')
    if (path === READINESS_PATH && isPlain) return answerReadiness(request, response)
    if (area === 'nowhere') return refuse(gateway, request, response, protocolError('NOT_FOUND'))
    if (area === 'merchant') return merchantRequest(next, isPlain ? path : null, request, response)
    if (area === 'network') return networkRequest(gateway, next, path, request, response)
    // Next.js answers some addresses that cannot be read with 500: they are no different from those that are not there.
    if (!isPlain) request.url = `${prefix}/-`
    return pageRequest(front, { requestId, prefix, path: isPlain ? path : '/-' }, request, response)
  }
}

/** Takes away what a client sent under our internal names, and writes the truth there. */
function stamp(request: IncomingMessage, target: string, trustedHops: number): string {
  const forwarded = request.headers['x-forwarded-for']
  const address = clientAddress(
    request.socket.remoteAddress ?? 'unknown',
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    trustedHops,
  )
  const requestId = randomUUID()
  request.headers[internalHeaders.target] = target
  request.headers[internalHeaders.address] = addressKey(address)
  request.headers[internalHeaders.requestId] = requestId
  // Next.js would believe these and fetch its own redirects there.
  for (const name of ['host', 'proto', 'port']) delete request.headers[`x-forwarded-${name}`]
  return requestId
}

async function networkRequest(
  gateway: Gateway,
  next: NextHandler,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const verdict = judgeNetworkPath(path, request.method ?? 'GET')
  dropRepeatedHeaders(request)
  if (verdict.kind === 'known') {
    // Next.js drops the body of a GET: what was signed could not be told from what was not.
    return request.method === 'GET' && hasBody(request)
      ? refuse(gateway, request, response, requestIssues([{ path: '', message: 'a GET must not have a body' }]))
      : next(request, response)
  }
  if (verdict.kind === 'unknown') return refuse(gateway, request, response, protocolError('NOT_FOUND'))
  response.setHeader('allow', verdict.allowed)
  return refuse(gateway, request, response, protocolError('METHOD_NOT_ALLOWED'))
}

async function merchantRequest(
  next: NextHandler,
  path: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  dropRepeatedHeaders(request)
  // An address that cannot be read is none of ours.
  if (path !== null && isMerchantPath(path, request.method ?? 'GET')) return next(request, response)
  const wait = await takeRateLimit('address', String(request.headers[internalHeaders.address]))
  const answer = errorAnswer(wait === undefined ? merchantError('RESOURCE_NOT_FOUND') : tooMany(wait))
  response.writeHead(answer.status, answerHeaders(answer)).end(answer.body)
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Refuses with a signed answer. Signing costs us something, so the limit per address counts here too. */
async function refuse(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  error: ProtocolError,
): Promise<void> {
  const wait = await takeRateLimit('address', String(request.headers[internalHeaders.address]))
  const { status, headers, body } = networkRefusal(gateway, wait === undefined ? error : rateLimited(wait))
  response.writeHead(status, headers).end(body)
}

async function pageRequest(
  { gateway, next, hotReload }: Front,
  { requestId, prefix, path }: { requestId: string; prefix: string; path: string },
  request: IncomingMessage,
  response: ServerResponse,
) {
  const nonce = randomBytes(16).toString('base64')
  const camera = path === SCANNING_PAGE
  const headers = pageSecurityHeaders(nonce, { development: gateway.env.development, hotReload, camera })
  for (const [name, value] of Object.entries(headers)) {
    // A merchant's picture brings a stricter policy, which Next.js would drop in favour of one that is there.
    if (name !== 'content-security-policy' || !isMerchantPicture.test(path)) response.setHeader(name, value)
  }
  if (!path.startsWith('/_next/static/')) {
    const wait = await takeRateLimit('address', String(request.headers[internalHeaders.address]))
    if (wait !== undefined) return answerPlainly(response, 429, 'Too many requests. Wait a minute and try again.')
  }
  // Next.js reads the nonce for its scripts from the request's policy.
  request.headers['content-security-policy'] = headers['content-security-policy'] ?? ''
  if (isChange(request) && !isSameOrigin(headerReader(request), gateway.env.PUBLIC_URL)) {
    return answerPlainly(response, 403, FROM_ELSEWHERE)
  }
  if (hasBody(request) && !isSmall(request)) return answerPlainly(response, 413, 'That is too much for a form of ours.')
  // Next.js compares Origin with Host by itself, and takes neither `null` nor a proxy's other host for ours.
  if (isChange(request)) request.headers.origin = `http://${request.headers.host}`
  const styleHref = `${prefix}/service-error.css`
  return watchForOutage((sawOutage) =>
    withAnswerStatus((wantedStatus) => {
      mendFailedPages(request, response, { requestId, styleHref, wantedStatus, sawOutage })
      return next(request, response)
    }),
  )
}

const SCANNING_PAGE = '/wallet/scan'
const isMerchantPicture = /^\/merchants\/[^/]+\/icon$/
const FROM_ELSEWHERE =
  'This form was sent from another site, so nothing was done. Open the page again and use the form there.'
const MOST_FORM_BYTES = 64 * 1024

// Browsers always say how long a form is; who does not say it could go on for ever.
const isSmall = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= MOST_FORM_BYTES

function answerPlainly(response: ServerResponse, status: number, sentence: string): void {
  // The rest of a body that nobody reads must not be taken for the next request.
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(`${sentence}\n`)
}

const isChange = ({ method }: IncomingMessage) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'

function headerReader({ headers }: IncomingMessage) {
  return {
    get(name: string): string | null {
      const value = headers[name]
      return Array.isArray(value) ? value.join(', ') : (value ?? null)
    },
  }
}
