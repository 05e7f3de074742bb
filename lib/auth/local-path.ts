const FALLBACK = '/wallet'
const BASE = 'http://local.invalid'

/**
 * A path on our own site to go on to after signing in; anything else, a stranger's link included, becomes the wallet. A path
 * that any reader would rewrite (dot segments, backslashes) is none: `/.//evil.example` ends as `//evil.example`.
 */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > 2048 || !URL.canParse(text, BASE)) return FALLBACK
  const url = new URL(text, BASE)
  const isOurs = url.origin === BASE && !url.pathname.startsWith('//')
  return isOurs && url.pathname + url.search + url.hash === text ? text : FALLBACK
}
