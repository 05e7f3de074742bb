import type { IncomingMessage, ServerResponse } from 'node:http'
import { isDatabaseGone } from '@/lib/db/outage'
import { localeCookieName } from '@/lib/i18n/locales'
import { negotiateLocale } from '@/lib/i18n/negotiate-locale'
import { serviceErrorDocument } from './service-error-document'

interface FailedPage {
  readonly requestId: string
  readonly styleHref: string
  /** What the page itself wants to be answered with, when it is made. */
  readonly wantedStatus: () => number | undefined
}

/**
 * Next.js answers a document that failed with 500 and a body that only JavaScript fills. The payer gets a whole page instead;
 * and when it failed for want of the database, a 503, which passes by itself.
 */
export function mendFailedPages(request: IncomingMessage, response: ServerResponse, page: FailedPage): void {
  const writeHead = response.writeHead
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    if (status !== 500) {
      const wanted = status === 200 ? (page.wantedStatus() ?? status) : status
      return Reflect.apply(writeHead, response, [wanted, ...rest])
    }
    const told = isDatabaseGone() ? 503 : 500
    if (told === 503) response.setHeader('retry-after', '5')
    if (!isDocument(request, response)) return Reflect.apply(writeHead, response, [told, ...rest])
    return replaceBody(request, response, told, page, writeHead)
  }) as typeof response.writeHead
}

// What React asks for itself (a refresh, an action) is no document: there the page that stands handles the failure.
function isDocument({ headers }: IncomingMessage, response: ServerResponse): boolean {
  const type = String(response.getHeader('content-type') ?? 'text/html')
  // A form that was posted without JavaScript fails with a line of plain text.
  return headers.rsc === undefined && headers['next-action'] === undefined && /^text\/(html|plain)/.test(type)
}

function replaceBody(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  { requestId, styleHref }: FailedPage,
  writeHead: ServerResponse['writeHead'],
): ServerResponse {
  const chosen = new RegExp(`(?:^|; )${localeCookieName}=([a-z]+)`).exec(request.headers.cookie ?? '')?.[1]
  const locale = negotiateLocale(chosen, request.headers['accept-language'] ?? null)
  const body = serviceErrorDocument({ locale, requestId, styleHref })
  const { end } = response
  for (const name of ['content-encoding', 'transfer-encoding', 'etag', 'link']) response.removeHeader(name)
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  }
  Reflect.apply(writeHead, response, [status, headers])
  response.write = () => true
  response.end = (() => Reflect.apply(end, response, [body])) as typeof response.end
  return response
}
