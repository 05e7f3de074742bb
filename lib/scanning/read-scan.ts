import { maxQrBytes, parseQrPayload, type QrPayload } from '@/lib/opencharge/qr-payload'
import { err, type Result } from '@/lib/opencharge/result'
import type { ScanProblem } from './scan-problem'

/** What a scanned or pasted text says, before anybody is asked about it. `allowHttp`: development. */
export function readScan(text: string, { allowHttp }: { allowHttp: boolean }): Result<QrPayload, ScanProblem> {
  const trimmed = text.trim()
  if (trimmed === '') return err('NOTHING_READ')
  if (new TextEncoder().encode(trimmed).length > maxQrBytes) return err('TOO_LONG')
  const payload = parseQrPayload(trimmed)
  if (!payload.ok) return err('NOT_A_CODE')
  const { protocol, pathname } = new URL(payload.value.url)
  if (protocol !== 'https:' && !allowHttp) return err('INSECURE_ADDRESS')
  if (payload.value.kind === 'order' && isShownByWallet(pathname)) return err('WALLET_CODE')
  return payload
}

// What people show to merchants: there is no order behind it that somebody could fetch.
const isShownByWallet = (pathname: string) => /\/orders\/create\/[^/]+$/.test(pathname)
