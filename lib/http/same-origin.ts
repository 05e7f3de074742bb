/**
 * Whether a POST comes from a page of ours. Browsers send `Origin` with every POST; under our Referrer-Policy it is `null`,
 * and then `Sec-Fetch-Site` says it. A request with neither is no browser's, and carries nobody's cookie against his will.
 */
export function isSameOrigin(headers: { get(name: string): string | null }, publicUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = headers.get('origin')
  if (origin === null) return true
  if (origin === 'null') return site === 'same-origin'
  return origin === new URL(publicUrl).origin
}
