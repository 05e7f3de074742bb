import { openPersonalCheckout } from '@/lib/checkout/open-personal-checkout'
import type { Gateway } from '@/lib/gateway/gateway'
import type { ProtocolError, ProtocolErrorCode } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import type { Peer } from '@/lib/registry/peer'
import type { SignedOrder } from './read-signed-order'
import type { ScanProblem } from './scan-problem'

interface Scanner {
  readonly userId: string
  readonly nowEpochSeconds: number
}

/**
 * The page where the person who scanned can pay the order; gives its session's id. What is verified here is what is kept
 * and what is paid: the merchant is not asked again.
 */
export async function openScannedOrder(
  us: Gateway,
  merchant: Peer,
  { order, signature }: SignedOrder,
  { userId, nowEpochSeconds }: Scanner,
): Promise<Result<string, ScanProblem>> {
  const opened = await openPersonalCheckout({
    gateway: us,
    order,
    signature,
    caller: merchant,
    partner: await findPartner(merchant.ocid),
    nowEpochSeconds,
    boundUserId: userId,
    successUrl: null,
    cancelUrl: null,
  })
  return opened.ok ? ok(opened.value.sessionId) : err(problemOf(opened.error))
}

const problems: Partial<Record<ProtocolErrorCode, ScanProblem>> = {
  INVALID_REQUEST: 'UNREADABLE_ORDER',
  MERCHANT_NOT_REGISTERED: 'UNKNOWN_MERCHANT',
  METADATA_UNAVAILABLE: 'MERCHANT_UNREACHABLE',
  CONNECTION_REFUSED: 'MERCHANT_BLOCKED',
  ORDER_EXPIRED: 'ORDER_EXPIRED',
  ORDER_PAID: 'ORDER_PAID',
  ORDER_CONFLICT: 'ORDER_CONFLICT',
  SETTLEMENT_NOT_SUPPORTED: 'NO_WAY_TO_PAY',
}

function problemOf({ code, details }: ProtocolError): ScanProblem {
  if (code !== 'INVALID_SIGNATURE') return problems[code] ?? 'TRY_AGAIN'
  return details?.hint === 'shallow_canonicalisation' ? 'PARTLY_SIGNED' : 'BAD_SIGNATURE'
}
