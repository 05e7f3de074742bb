import type { Gateway } from '@/lib/gateway/gateway'
import { takeRateLimit } from '@/lib/http/rate-limit'
import { checkQrPayload, type QrPayload } from '@/lib/opencharge/qr-payload'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import type { Peer } from '@/lib/registry/peer'
import type { ScanProblem } from './scan-problem'

/** Who follows a code, and when. */
export interface Follower {
  readonly userId: string
  readonly nowEpochSeconds: number
}

/**
 * The registered merchant of a code, once the code may be followed to it: anybody can print another's OCID, and what one
 * person has us ask in our name must not use up what others allow us.
 */
export async function findCodeOwner(
  us: Gateway,
  payload: QrPayload,
  { userId, nowEpochSeconds }: Follower,
): Promise<Result<Peer, ScanProblem>> {
  if (payload.ocid === us.ocid) return err('WALLET_CODE')
  if ((await takeRateLimit('code', userId)) !== undefined) return err('TOO_MANY_CODES')
  if ((await findPartner(payload.ocid))?.blocked) return err('MERCHANT_BLOCKED')
  const merchant = await us.registry.peer(payload.ocid)
  if (!merchant.ok) return err(merchant.error.code === 'UNKNOWN_OCID' ? 'UNKNOWN_MERCHANT' : 'MERCHANT_UNREACHABLE')
  const verdict = checkQrPayload(payload, merchant.value.endpoint, nowEpochSeconds)
  if (verdict.ok) return ok(merchant.value)
  return err(verdict.error === 'EXPIRED' ? 'CODE_EXPIRED' : 'OTHER_ADDRESS')
}
