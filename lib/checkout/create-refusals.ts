import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { CreateOutcome } from './checkout-session-store'

/** What the other party hears when no page was opened. */
export const createRefusals: Record<Exclude<CreateOutcome['kind'], 'open'>, () => ProtocolError> = {
  NONCE_REUSED: () => protocolError('NONCE_REUSED'),
  ORDER_PAID: () => protocolError('ORDER_PAID'),
  ORDER_CONFLICT: () => protocolError('ORDER_CONFLICT'),
  RACED: () => protocolError('SERVICE_UNAVAILABLE', { details: { retryAfterSeconds: 1 } }),
}
