import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gateway } from '@/lib/gateway/gateway'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { withAnswerStatus } from './answer-status'
import { clientAddress } from './client-address'
import { dropRepeatedHeaders } from './drop-repeated-headers'
import { mendFailedPages } from './failed-page'
import { internalHeaders } from './internal-headers'
import { networkRefusal } from './network-answer'
import { judgeNetworkPath } from './network-paths'
import { pageSecurityHeaders } from './page-security'
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
    if (area === 'nowhere') return refuse(gateway, response, protocolError('NOT_FOUND'))
    if (area === 'network') return networkRequest(gateway, next, path, request, response)
    // Next.js answers some addresses that cannot be read with 500: they are no different from those that are not there.
    if (!isPlain) request.url = `${prefix}/-`
    return pageRequest(front, { requestId, prefix, path }, request, response)
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
  request.headers[internalHeaders.address] = address
  request.headers[internalHeaders.requestId] = requestId
  delete request.headers['x-forwarded-host']
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
      ? refuse(gateway, response, requestIssues([{ path: '', message: 'a GET must not have a body' }]))
      : next(request, response)
  }
  if (verdict.kind === 'unknown') return refuse(gateway, response, protocolError('NOT_FOUND'))
  response.setHeader('allow', verdict.allowed)
  return refuse(gateway, response, protocolError('METHOD_NOT_ALLOWED'))
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function refuse(gateway: Gateway, response: ServerResponse, error: ProtocolError): void {
  const { status, headers, body } = networkRefusal(gateway, error)
  response.writeHead(status, headers).end(body)
}

async function pageRequest(
  { gateway, next, hotReload }: Front,
  { requestId, prefix, path }: { requestId: string; prefix: string; path: string },
  request: IncomingMessage,
  response: ServerResponse,
) {
  const nonce = randomBytes(16).toString('base64')
  const headers = pageSecurityHeaders(nonce, { development: gateway.env.development, hotReload })
  for (const [name, value] of Object.entries(headers)) {
    // A merchant's picture brings a stricter policy, which Next.js would drop in favour of one that is there.
    if (name !== 'content-security-policy' || !isMerchantPicture.test(path)) response.setHeader(name, value)
  }
  // Next.js reads the nonce for its scripts from the request's policy.
  request.headers['content-security-policy'] = headers['content-security-policy'] ?? ''
  if (isChange(request) && !isSameOrigin(headerReader(request), gateway.env.PUBLIC_URL)) {
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(
      'This form was sent from another site, so nothing was done. Open the page again and use the form there.\n',
    )
    return
  }
  // Next.js compares Origin with Host by itself, and takes neither `null` nor a proxy's other host for ours.
  if (isChange(request)) request.headers.origin = `http://${request.headers.host}`
  return withAnswerStatus((wantedStatus) => {
    mendFailedPages(request, response, { requestId, styleHref: `${prefix}/service-error.css`, wantedStatus })
    return next(request, response)
  })
}

const isMerchantPicture = /^\/merchants\/[^/]+\/icon$/
const isChange = ({ method }: IncomingMessage) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'

function headerReader({ headers }: IncomingMessage) {
  return {
    get(name: string): string | null {
      const value = headers[name]
      return Array.isArray(value) ? value.join(', ') : (value ?? null)
    },
  }
}
