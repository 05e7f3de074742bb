import { parsePlainUrl } from '@/lib/opencharge/plain-url'
import { err, ok, type Result } from '@/lib/opencharge/result'

const placeholder = '{SESSION_ID}'
// The two that a page's Content-Security-Policy can name: a browser would stop a form's redirect to any other.
const loopbackHost = /^(?:localhost|127\.0\.0\.1)$/

/**
 * Checks a URL that the payer is sent to after paying or cancelling, and gives it back as written: https, or http to a
 * loopback host where `allowLoopbackHttp` (development); it may contain `{SESSION_ID}`, outside the host (protocol
 * section 5). The error is a sentence for `details.issues`.
 */
export function parseRedirectUrl(
  text: string,
  { allowLoopbackHttp }: { readonly allowLoopbackHttp: boolean },
): Result<string, string> {
  const filled = text.replaceAll(placeholder, 'a')
  const hash = filled.indexOf('#')
  const url = parsePlainUrl(hash === -1 ? filled : filled.slice(0, hash))
  if (url === undefined || !isPlainFragment(hash === -1 ? '' : filled.slice(hash + 1))) {
    return err('must be an absolute https URL without credentials, spaces or backslashes')
  }
  if (/^[a-z]+:\/\/[^/?]*\{/i.test(text)) return err(`must not have ${placeholder} in its host`)
  if (url.protocol === 'https:') return ok(text)
  if (!loopbackHost.test(url.hostname)) return err('must begin with https:')
  return allowLoopbackHttp ? ok(text) : err('may be http on a loopback host in development only')
}

/** Puts the session id in the place of each `{SESSION_ID}` of a URL that `parseRedirectUrl` passed. */
export function fillRedirectUrl(url: string, sessionId: string): string {
  return new URL(url.replaceAll(placeholder, () => encodeURIComponent(sessionId))).href
}

/** A page may have a fragment of its own; it goes nowhere but must not smuggle a line break. */
function isPlainFragment(fragment: string): boolean {
  return parsePlainUrl(`https://a/${fragment}`) !== undefined
}
