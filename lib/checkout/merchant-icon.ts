import { disableTypes, imageSize, types } from 'image-size'
import type { Gateway } from '@/lib/gateway/gateway'
import { parseOcid } from '@/lib/opencharge/ocid'
import { createLruMap } from '@/lib/registry/lru-map'
import { isMerchantHere } from './checkout-session-store'

const FRESH_MS = 60 * 60_000
const MOST_CACHED = 200
const MOST_PIXELS = 1024
const MISSING_MS = 60_000
const VARY = 'sec-fetch-dest'
const cache = createLruMap<number, { readonly icon: Promise<Icon | null>; untilMs: number }>(MOST_CACHED)

// Of the others nobody has looked how long they take to read what was made to take long.
const wantedTypes: readonly string[] = ['png', 'jpg', 'webp', 'svg']
disableTypes(types.filter((type) => !wantedTypes.includes(type)))

interface Icon {
  readonly type: string
  readonly bytes: Uint8Array
}

// A broken picture looks like a broken payment: where there is none to be had, a plain shop front stands for it.
const SHOP_FRONT: Icon = {
  type: 'image/svg+xml',
  bytes: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#5b7a76" stroke-width="2.5" stroke-linejoin="round"><path d="M10 21v17h28V21M8 21l3-11h26l3 11M8 21h32M20 38V28h8v10"/></svg>',
  ),
}

/**
 * A merchant's picture through our own origin, so that the payer's browser tells nobody else about the payment. It is a
 * picture within a page and never a page of ours: an SVG opened by itself could show words and links under our name.
 * `destination`: what the browser wants it for (`Sec-Fetch-Dest`); null when it does not say.
 */
export async function merchantIcon(us: Gateway, ocidText: string, destination: string | null): Promise<Response> {
  if (destination !== null && destination !== 'image') {
    return new Response(null, { status: 403, headers: { 'cache-control': 'no-store', vary: VARY } })
  }
  const ocid = parseOcid(ocidText)
  const found = ocid === undefined ? null : await cachedIcon(us, ocid)
  const icon = found ?? SHOP_FRONT
  const headers = {
    'content-type': icon.type,
    // For browsers that do not say what they want it for; in a page it changes nothing.
    'content-disposition': 'attachment',
    vary: VARY,
    'cache-control': found ? 'public, max-age=3600' : 'public, max-age=60',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
  }
  return new Response(Buffer.from(icon.bytes), { headers })
}

async function cachedIcon(us: Gateway, ocid: number): Promise<Icon | null> {
  const known = freshIcon(ocid)
  if (known) return known
  // Nobody shall fetch the whole registry through us, nor push out the pictures of merchants by asking for those of others.
  if (!(await isMerchantHere(ocid))) return null
  return freshIcon(ocid) ?? fetchAndKeep(us, ocid)
}

function freshIcon(ocid: number): Promise<Icon | null> | undefined {
  const known = cache.get(ocid)
  return known && Date.now() < known.untilMs ? known.icon : undefined
}

/** Kept while it is fetched, so that many who ask at once make one fetch. */
async function fetchAndKeep(us: Gateway, ocid: number): Promise<Icon | null> {
  const icon = fetchIcon(us, ocid).catch(() => null)
  const entry = { icon, untilMs: Date.now() + MISSING_MS }
  cache.set(ocid, entry)
  if (await icon) entry.untilMs = Date.now() + FRESH_MS
  return icon
}

async function fetchIcon(us: Gateway, ocid: number): Promise<Icon | null> {
  const merchant = await us.registry.peer(ocid)
  if (!merchant.ok || merchant.value.iconUrl === null) return null
  const answer = await us.fetch(merchant.value.iconUrl, { accept: 'image/*' })
  if (!answer.ok || answer.value.status !== 200) return null
  if (!isSensible(answer.value.bytes)) return null
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

/** Some kilobytes can unfold to gigabytes of pixels in the payer's browser. */
function isSensible(bytes: Uint8Array): boolean {
  try {
    const { width, height } = imageSize(bytes)
    return width <= MOST_PIXELS && height <= MOST_PIXELS
  } catch {
    return false
  }
}
