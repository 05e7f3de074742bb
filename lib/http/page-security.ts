/**
 * The headers of every page. The nonce lets Next.js's own scripts run and no others. Forms may end at any https page (and at
 * loopback in development), because a browser applies form-action to the redirect as well: after paying, the merchant's page. `camera`: on the page that scans codes.
 */
export function pageSecurityHeaders(
  nonce: string,
  options: { development: boolean; hotReload: boolean; camera?: boolean },
): Record<string, string> {
  const formTargets = options.development ? "'self' https: http://localhost:* http://127.0.0.1:*" : "'self' https:"
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.hotReload ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${options.hotReload ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    `form-action ${formTargets}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    // Nothing of ours is for a search engine: who has the address of a page was given it.
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': `camera=(${options.camera ? 'self' : ''}), microphone=(), geolocation=(), payment=()`,
  }
}
