import type { Gateway } from '@/lib/gateway/gateway'
import { ok, type Result } from '@/lib/opencharge/result'
import { fetchOrder } from './fetch-order'
import { type Follower, findCodeOwner } from './find-code-owner'
import { openScannedOrder } from './open-scanned-order'
import { ownPage } from './own-page'
import { readScan } from './read-scan'
import type { ScanProblem } from './scan-problem'

/** Where a code leads: to the page of an order, to a list of things to choose from, or to a page that is ours already. */
export type ScanTarget =
  | { readonly kind: 'checkout'; readonly sessionId: string }
  | { readonly kind: 'inventory'; readonly code: string }
  | { readonly kind: 'page'; readonly path: string }

interface Scan extends Follower {
  readonly text: string
}

/** A person scanned a merchant's code: its order is fetched, checked and opened for that person. Nothing is paid by it. */
export async function scanCode(us: Gateway, scan: Scan): Promise<Result<ScanTarget, ScanProblem>> {
  const path = ownPage(scan.text, us.env.PUBLIC_URL)
  if (path !== undefined) return ok({ kind: 'page', path })
  const payload = readScan(scan.text, { allowHttp: us.env.ALLOW_PRIVATE_NETWORK })
  if (!payload.ok) return payload
  const merchant = await findCodeOwner(us, payload.value, scan)
  if (!merchant.ok) return merchant
  if (payload.value.kind === 'inventory') return ok({ kind: 'inventory', code: scan.text.trim() })
  const fetched = await fetchOrder(us, merchant.value, payload.value.url)
  if (!fetched.ok) return fetched
  const opened = await openScannedOrder(us, merchant.value, fetched.value, scan)
  return opened.ok ? ok({ kind: 'checkout', sessionId: opened.value }) : opened
}
