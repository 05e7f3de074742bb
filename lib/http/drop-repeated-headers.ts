import type { IncomingMessage } from 'node:http'

const SAID_ONCE = ['x-oc-id', 'x-oc-timestamp', 'x-oc-nonce', 'x-oc-signature']

/**
 * Takes away authentication headers that came more than once, so that they are missed. Node joins them with a comma, and
 * two nonces joined are a nonce, which others on the way may have read as the first or the last of them.
 */
export function dropRepeatedHeaders(request: IncomingMessage): void {
  for (const name of SAID_ONCE) {
    if ((request.headersDistinct[name]?.length ?? 0) > 1) delete request.headers[name]
  }
}
