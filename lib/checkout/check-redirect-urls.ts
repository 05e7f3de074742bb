import { type ProtocolError, requestIssues } from '@/lib/opencharge/errors'
import { parseRedirectUrl } from '@/lib/opencharge/redirect-url'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { CheckoutRequest } from './checkout-request'

/** Where the merchant wants the payer to end; null where it says nothing. */
export interface RedirectUrls {
  readonly successUrl: string | null
  readonly cancelUrl: string | null
}

/** Reads `urls` of a request by whichever names it uses; the error names every URL that is refused (protocol section 5). */
export function checkRedirectUrls(
  urls: CheckoutRequest['urls'],
  allowLoopbackHttp: boolean,
): Result<RedirectUrls, ProtocolError> {
  const { success, completed, cancel, cancelled } = urls
  const issues: { path: string; message: string }[] = []
  const check = (path: string, text: string | undefined) => {
    if (text === undefined) return null
    const url = parseRedirectUrl(text, { allowLoopbackHttp })
    if (!url.ok) issues.push({ path, message: url.error })
    return text
  }
  const successUrl = success !== undefined ? check('urls.success', success) : check('urls.completed', completed)
  const cancelUrl = cancel !== undefined ? check('urls.cancel', cancel) : check('urls.cancelled', cancelled)
  return issues.length > 0 ? err(requestIssues(issues)) : ok({ successUrl, cancelUrl })
}
