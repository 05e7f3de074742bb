import { parseUrl } from '@/lib/opencharge/plain-url'
import { err, ok, type Result } from '@/lib/opencharge/result'

/**
 * The address of the metadata document for the text that the registry has: the document's own URL, or the base of the
 * API, under which it is `metadata.json` (protocol section 3). The error is a reason for the other party.
 */
export function metadataUrl(registered: string): Result<string, string> {
  const url = parseUrl(registered)
  if (!url) return err('the registered metadata URL is not an absolute URL')
  url.hash = ''
  if (!/\.json$/i.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, '')}/metadata.json`
  return ok(url.href)
}
