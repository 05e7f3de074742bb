/** The paths of the network API under the public base, with the methods that each takes. The folders of app/opencharge are the same list. */
export const networkPaths: readonly { readonly pattern: RegExp; readonly method: 'GET' | 'POST' }[] = [
  { pattern: /^\/opencharge\/metadata\.json$/, method: 'GET' },
  { pattern: /^\/opencharge\/capabilities$/, method: 'GET' },
  { pattern: /^\/opencharge\/openapi\.json$/, method: 'GET' },
  { pattern: /^\/opencharge\/checkout\/create$/, method: 'POST' },
  { pattern: /^\/opencharge\/orders\/create\/[^/]+$/, method: 'POST' },
  { pattern: /^\/opencharge\/orders\/[^/]+\/status$/, method: 'GET' },
  { pattern: /^\/opencharge\/transfer\/create$/, method: 'POST' },
  { pattern: /^\/opencharge\/transfer\/webhook$/, method: 'POST' },
  { pattern: /^\/opencharge\/payment\/create$/, method: 'POST' },
  { pattern: /^\/opencharge\/payment\/settle$/, method: 'POST' },
  { pattern: /^\/opencharge\/verify\/[^/]+$/, method: 'GET' },
]

export type PathVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'other_method'; readonly allowed: string }

/** Whether a request under /opencharge goes to a handler. Next.js would answer the others with HTML or nothing. */
export function judgeNetworkPath(path: string, method: string): PathVerdict {
  const found = networkPaths.find(({ pattern }) => pattern.test(path))
  if (!found) return { kind: 'unknown' }
  return found.method === method ? { kind: 'known' } : { kind: 'other_method', allowed: found.method }
}
