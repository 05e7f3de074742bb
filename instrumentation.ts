import type { Instrumentation } from 'next'
import { isDatabaseOutage } from '@/lib/db/outage'
import { internalHeaders } from '@/lib/http/internal-headers'
import { log } from '@/lib/log/log'

/**
 * What a page or a form failed on goes to the log, under the number that its error page shows. By its route: an address can
 * hold what nobody but its owner should know.
 */
export const onRequestError: Instrumentation.onRequestError = (
  cause,
  { method, headers },
  { routePath, routeType },
) => {
  const failure = { err: cause, requestId: headers[internalHeaders.requestId], method, route: routePath, routeType }
  if (isDatabaseOutage(cause)) log().warn(failure, 'a page failed for want of the database')
  else log().error(failure, 'a page failed')
}
