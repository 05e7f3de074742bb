import type { Gateway } from '@/lib/gateway/gateway'
import { buildQrPayload } from '@/lib/opencharge/qr-payload'
import { findLatestCode, insertCode } from './shown-code-store'

// A code that is about to end would be gone while somebody scans it.
const LEAST_SECONDS = 60

export interface CodeOnShow {
  readonly id: string
  /** The JSON text that the picture carries (protocol section 4, QR payloads). */
  readonly payload: string
  readonly expiresAtEpochSeconds: number
  /** When it has to be replaced. */
  readonly renewAtEpochSeconds: number
}

export type ShowCodeOutcome =
  | { readonly kind: 'code'; readonly code: CodeOnShow }
  /** A merchant has brought an order to the code that was shown last, and it waits for an answer. */
  | { readonly kind: 'asked'; readonly sessionId: string }

/**
 * The code that this person shows now: the last one while it is good, else a new one. `shownId`: the one that the page
 * showed before; when that was used, the order that it brought is what the page goes on to.
 */
export async function showCode(us: Gateway, userId: string, shownId: string | null): Promise<ShowCodeOutcome> {
  const latest = await findLatestCode(userId)
  if (latest?.usedFor && latest.id === shownId) return { kind: 'asked', sessionId: latest.usedFor }
  const isGood = latest && !latest.usedFor && latest.expiresAtEpochSeconds - Date.now() / 1000 > LEAST_SECONDS
  const { id, expiresAtEpochSeconds } = isGood ? latest : await insertCode(userId)
  const url = `${us.endpoint}/orders/create/${id}`
  const payload = buildQrPayload({ kind: 'order', ocid: us.ocid, url, expiresAt: expiresAtEpochSeconds })
  const renewAtEpochSeconds = expiresAtEpochSeconds - LEAST_SECONDS
  return { kind: 'code', code: { id, payload, expiresAtEpochSeconds, renewAtEpochSeconds } }
}
