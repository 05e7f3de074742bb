import { parseUrl } from '@/lib/opencharge/plain-url'

const FALLBACK = '/wallet'
const BASE = 'http://local.invalid'

/**
 * A path on our own site to go on to after signing in; anything else, a stranger's link included, becomes the wallet. A path
 * that any reader would rewrite (dot segments, backslashes) is none: `/.//evil.example` ends as `//evil.example`.
 */
export function localPath(text: unknown): string {
  const url = typeof text === 'string' && text.length <= 2048 ? parseUrl(text, BASE) : undefined
  if (typeof text !== 'string' || !url) return FALLBACK
  const isOurs = url.origin === BASE && !url.pathname.startsWith('//')
  return isOurs && url.pathname + url.search + url.hash === text ? text : FALLBACK
}
