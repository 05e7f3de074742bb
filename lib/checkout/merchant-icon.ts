import { rows } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { parseOcid } from '@/lib/opencharge/ocid'

const FRESH_MS = 60 * 60_000
const MOST_CACHED = 200
const cache = new Map<number, { readonly at: number; readonly icon: Icon | null }>()

interface Icon {
  readonly type: string
  readonly bytes: Uint8Array
}

const HAS_CHECKOUT = {
  name: 'merchant-has-checkout',
  text: 'SELECT 1 AS one FROM checkout_sessions WHERE merchant_ocid = $1 LIMIT 1',
}

// A broken picture looks like a broken payment: where there is none to be had, a plain shop front stands for it.
const SHOP_FRONT: Icon = {
  type: 'image/svg+xml',
  bytes: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#5b7a76" stroke-width="2.5" stroke-linejoin="round"><path d="M10 21v17h28V21M8 21l3-11h26l3 11M8 21h32M20 38V28h8v10"/></svg>',
  ),
}

/** A merchant's picture through our own origin, so that the payer's browser tells nobody else about the payment. */
export async function merchantIcon(us: Gateway, ocidText: string): Promise<Response> {
  const ocid = parseOcid(ocidText)
  const found = ocid === undefined ? null : await cachedIcon(us, ocid)
  const icon = found ?? SHOP_FRONT
  const headers = {
    'content-type': icon.type,
    'cache-control': found ? 'public, max-age=3600' : 'public, max-age=60',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
  }
  return new Response(Buffer.from(icon.bytes), { headers })
}

async function cachedIcon(us: Gateway, ocid: number): Promise<Icon | null> {
  const known = cache.get(ocid)
  if (known && Date.now() - known.at < FRESH_MS) return known.icon
  // Only merchants of checkouts here: nobody shall fetch the whole registry through us.
  const [row] = await rows(HAS_CHECKOUT, [ocid])
  const icon = row ? await fetchIcon(us, ocid) : null
  if (cache.size >= MOST_CACHED) cache.clear()
  cache.set(ocid, { at: Date.now(), icon })
  return icon
}

async function fetchIcon(us: Gateway, ocid: number): Promise<Icon | null> {
  const merchant = await us.registry.peer(ocid)
  if (!merchant.ok || merchant.value.iconUrl === null) return null
  const answer = await us.fetch(merchant.value.iconUrl, { accept: 'image/*' })
  if (!answer.ok || answer.value.status !== 200) return null
  const type = pictureType(answer.value.bytes, answer.value.headers['content-type'] ?? '')
  return type ? { type, bytes: answer.value.bytes } : null
}

/** The type by the picture's own first bytes: what its server claims is only believed for SVG, which is sent sandboxed. */
function pictureType(bytes: Uint8Array, claimed: string): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (start.startsWith('\x89PNG\r\n')) return 'image/png'
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'image/webp'
  return claimed.toLowerCase().startsWith('image/svg+xml') ? 'image/svg+xml' : undefined
}
