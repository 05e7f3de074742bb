import type { IncomingMessage, ServerResponse } from 'node:http'
import { localeCookieName } from '@/lib/i18n/locales'
import { negotiateLocale } from '@/lib/i18n/negotiate-locale'
import { serviceErrorDocument } from './service-error-document'

interface FailedPage {
  readonly requestId: string
  readonly styleHref: string
  /** What the page itself wants to be answered with, when it is made. */
  readonly wantedStatus: () => number | undefined
  /** Whether the database was away when it was asked for something. */
  readonly sawOutage: () => boolean
}

/**
 * Next.js answers a document that failed with 500 and a body that only JavaScript fills. The payer gets a whole page instead;
 * and when it failed for want of the database, a 503, which passes by itself.
 */
export function mendFailedPages(request: IncomingMessage, response: ServerResponse, page: FailedPage): void {
  const { writeHead, write, end } = response
  let body: string | undefined
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    if (status !== 500) {
      const wanted = status === 200 ? (page.wantedStatus() ?? status) : status
      return Reflect.apply(writeHead, response, [wanted, ...rest])
    }
    const told = page.sawOutage() ? 503 : 500
    if (told === 503) response.setHeader('retry-after', '5')
    if (!isDocument(request, response)) return Reflect.apply(writeHead, response, [told, ...rest])
    body = documentFor(request, page)
    for (const name of ['content-encoding', 'transfer-encoding', 'etag', 'link']) response.removeHeader(name)
    return Reflect.apply(writeHead, response, [told, headersOf(body)])
  }) as typeof response.writeHead
  // Node writes a head that nobody wrote in the middle of these, when what they were given can no longer be replaced.
  const headFirst = () => {
    if (!response.headersSent && response.statusCode === 500) response.writeHead(500)
  }
  response.write = ((...given: unknown[]) => {
    headFirst()
    return body === undefined ? Reflect.apply(write, response, given) : true
  }) as typeof response.write
  response.end = ((...given: unknown[]) => {
    headFirst()
    return Reflect.apply(end, response, body === undefined ? given : [body])
  }) as typeof response.end
}

// What React asks for itself (a refresh, an action) is no document: there the page that stands handles the failure.
function isDocument({ headers }: IncomingMessage, response: ServerResponse): boolean {
  const type = String(response.getHeader('content-type') ?? 'text/html')
  // A form that was posted without JavaScript fails with a line of plain text.
  return headers.rsc === undefined && headers['next-action'] === undefined && /^text\/(html|plain)/.test(type)
}

function documentFor(request: IncomingMessage, { requestId, styleHref }: FailedPage): string {
  const chosen = new RegExp(`(?:^|; )${localeCookieName}=([a-z]+)`).exec(request.headers.cookie ?? '')?.[1]
  const locale = negotiateLocale(chosen, request.headers['accept-language'] ?? null)
  return serviceErrorDocument({ locale, requestId, styleHref })
}

const headersOf = (body: string) => ({
  'content-type': 'text/html; charset=utf-8',
  'content-length': Buffer.byteLength(body),
  'cache-control': 'no-store',
})
