import * as z from 'zod'
import { epochSecondsField, ocidField } from '@/lib/opencharge/fields'
import type { JsonValue } from '@/lib/opencharge/json-value'
import { parsePlainUrl } from '@/lib/opencharge/plain-url'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson } from '@/lib/opencharge/strict-json'

/** What a scanned code says: where to take an order to or from, or a merchant's whole inventory. */
export interface QrPayload {
  readonly kind: 'order' | 'inventory'
  readonly ocid: number
  /** An http or https URL; whether it is its owner's is not checked yet. */
  readonly url: string
  /** Unix seconds; null for a permanent code. */
  readonly expiresAt: number | null
}

export type QrRefusal = 'NOT_A_PAYLOAD' | 'EXPIRED' | 'OTHER_ADDRESS'

/** The largest QR code holds so many bytes. */
export const maxQrBytes = 2953

const common = { ocid: ocidField, expiresAt: epochSecondsField.nullish() }
const orderShape = z.object({ ...common, order: z.string(), inventory: z.undefined().optional() })
const inventoryShape = z.object({ ...common, inventory: z.string(), order: z.undefined().optional() })
const payloadShape = z.union([orderShape, inventoryShape])

/** The JSON text of a code (protocol section 4, QR payloads). */
export function buildQrPayload({ kind, ocid, url, expiresAt }: QrPayload): string {
  return JSON.stringify({ ocid, [kind]: url, expiresAt })
}

/** Reads the text of a scanned code (protocol section 4); `NOT_A_PAYLOAD` when it is something else. */
export function parseQrPayload(text: string): Result<QrPayload, QrRefusal> {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > maxQrBytes) return err('NOT_A_PAYLOAD')
  const json = parseStrictJson(bytes)
  return json.ok ? readPayload(json.value) : err('NOT_A_PAYLOAD')
}

/**
 * Whether a code may be followed: not past `expiresAt` at `now` (Unix seconds), and its URL is an order's or the inventory's
 * under the very endpoint that its OCID has registered, since a QR code is not a credential (protocol section 4). The path
 * counts as well as the origin: a signed request names no host, and one to `/verify/…` would be good elsewhere.
 */
export function checkQrPayload(payload: QrPayload, endpoint: string, now: number): Result<true, QrRefusal> {
  if (payload.expiresAt !== null && now >= payload.expiresAt) return err('EXPIRED')
  const url = parsePlainUrl(payload.url)
  const registered = parsePlainUrl(endpoint)
  if (!url || !registered || url.origin !== registered.origin || url.search !== '') return err('OTHER_ADDRESS')
  const base = registered.pathname.replace(/\/+$/, '')
  const isUnderBase = url.pathname.startsWith(`${base}/`)
  return isUnderBase && paths[payload.kind].test(url.pathname.slice(base.length)) ? ok(true) : err('OTHER_ADDRESS')
}

const paths: Record<QrPayload['kind'], RegExp> = { order: /^\/orders\/(create\/)?[^/]+$/, inventory: /^\/inventory$/ }

function readPayload(json: JsonValue): Result<QrPayload, QrRefusal> {
  const parsed = payloadShape.safeParse(json)
  if (!parsed.success) return err('NOT_A_PAYLOAD')
  const { ocid, expiresAt = null, order, inventory } = parsed.data
  const url = order ?? inventory ?? ''
  if (parsePlainUrl(url) === undefined) return err('NOT_A_PAYLOAD')
  return ok({ kind: order === undefined ? 'inventory' : 'order', ocid, url, expiresAt })
}
