import { parseUrl } from '@/lib/opencharge/plain-url'

/** A request target, read once for everybody. */
export interface RequestTarget {
  /** The path and query as they stood on the wire and were signed, with PUBLIC_URL's path in front. */
  readonly target: string
  /** The path below PUBLIC_URL, without its query. */
  readonly path: string
  /** `nowhere`: below an API, where there is nothing, or nothing that all readers would find in the same place. */
  readonly area: 'network' | 'merchant' | 'page' | 'nowhere'
  /** Whether it means one thing only: no dot segments, no backslash, no NUL, no broken escape. */
  readonly isPlain: boolean
}

/** Reads the target of a request line. `prefix` is PUBLIC_URL's path without a slash at its end. */
export function readRequestTarget(line: string, prefix: string): RequestTarget {
  const target = withPrefix(withoutOrigin(line), prefix)
  const path = (target.split('?')[0] ?? '/').slice(prefix.length)
  const isPlain = isPlainPath(path) && !/%00/.test(target.slice(prefix.length + path.length))
  return { target, path, area: areaOf(path), isPlain }
}

// RFC 9112, 3.2.2: a server also takes the absolute form, which clients of proxies use.
function withoutOrigin(line: string): string {
  const rest = line.replace(/^https?:\/\/[^/?#]*/i, '')
  return rest === line || rest.startsWith('/') ? rest : `/${rest}`
}

// A proxy may strip the path of PUBLIC_URL or leave it: what was signed has it, and so has Next.js.
function withPrefix(target: string, prefix: string): string {
  const hasPrefix = target === prefix || target.startsWith(`${prefix}/`) || target.startsWith(`${prefix}?`)
  return prefix === '' || hasPrefix ? target : prefix + target
}

function areaOf(path: string): RequestTarget['area'] {
  const isApi = isBelow(path, '/opencharge') || isBelow(path, '/api') || isBelow(path, '/_next/image')
  if (isPlainPath(path)) {
    if (isBelow(path, '/api/v1')) return 'merchant'
    return isBelow(path, '/opencharge') ? 'network' : isApi ? 'nowhere' : 'page'
  }
  if (isBelow(path, '/api/v1')) return 'merchant'
  // Next.js resolves dots and backslashes: what would end at an API gets the API's answer, and no handler.
  const resolved = parseUrl(`http://local${path}`)?.pathname ?? path
  return isApi || isBelow(resolved, '/opencharge') || isBelow(resolved, '/api') ? 'nowhere' : 'page'
}

const isBelow = (path: string, base: string): boolean => path === base || path.startsWith(`${base}/`)

function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || path.includes('\\') || path.includes('#')) return false
  return path.split('/').every((segment) => {
    const text = decoded(segment)
    return text !== undefined && text !== '.' && text !== '..' && !text.includes('\0')
  })
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
