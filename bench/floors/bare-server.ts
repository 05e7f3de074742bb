import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSession, type NewCheckout } from '@/lib/checkout/checkout-session-store'
import { rows } from '@/lib/db/transaction'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { createFastCrypto } from '@/lib/opencharge/fast-crypto'
import { type PublicKey, parsePrivateKey, parsePublicKey } from '@/lib/opencharge/keys'
import { type Order, verifyOrder } from '@/lib/opencharge/order'
import { parseAuthHeaders, verifyRequest } from '@/lib/opencharge/request-signature'
import { signResponse } from '@/lib/opencharge/response-signature'
import { createSigner } from '@/lib/opencharge/signer'

/** The second floor of checkout/create, a process of its own: the same cryptography and the same statement, and no more. */
export interface BareSettings {
  readonly ocid: number
  readonly publicKeys: Readonly<Record<string, string>>
}

const { ocid, publicKeys } = JSON.parse(process.env.BARE_SERVER ?? '{}') as BareSettings
const keys = new Map(Object.entries(publicKeys).map(([name, text]) => [Number(name), known(parsePublicKey(text))]))
const crypto = await createFastCrypto(randomBytes(32))
const signer = createSigner(crypto, known(parsePrivateKey(randomBytes(32).toString('hex'))))

const server = createServer(async (request, response) => {
  const answer = await checkout(request, await read(request))
  const body = JSON.stringify(answer ?? { error: 'refused' })
  const status = answer ? 200 : 400
  const signature = signResponse({ ocid, timestamp: Math.floor(Date.now() / 1000), status, body }, signer)
  response.writeHead(status, { 'content-type': 'application/json', ...signature }).end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.once('disconnect', () => process.exit(0))

async function checkout(request: IncomingMessage, body: Buffer) {
  const headers = parseAuthHeaders((name) => String(request.headers[name.toLowerCase()] ?? ''))
  if (!headers.ok) return undefined
  const signed = { method: request.method ?? '', path: request.url ?? '', body }
  if (!verifyRequest(headers.value, signed, keyOf(headers.value.ocid), crypto).ok) return undefined
  const { order, signature, urls } = JSON.parse(body.toString('utf8')) as {
    order: Order
    signature: string
    urls: { success: string; cancel: string }
  }
  if (!verifyOrder(order, signature, keyOf(order.ocid), crypto).ok) return undefined
  const { nonce, timestamp } = headers.value
  const claim = { ocid: headers.value.ocid, nonce, expiresAtEpochSeconds: timestamp + 301, recorded: false }
  const opened = await createSession(
    { rows },
    claim,
    newCheckout(headers.value.ocid, order, signature, urls),
    timestamp,
  )
  return opened.kind === 'open' ? { session_id: opened.sessionId, expires_at: opened.expiresAtEpochSeconds } : undefined
}

function newCheckout(
  callerOcid: number,
  order: Order,
  orderSignature: string,
  urls: { readonly success: string; readonly cancel: string },
): NewCheckout {
  const orderText = canonicalJson(order)
  return {
    sessionId: `sess_${randomBytes(18).toString('base64url')}`,
    paymentId: `pay_${randomBytes(15).toString('base64url')}`,
    callerOcid,
    merchantOcid: order.ocid,
    orderId: order.id,
    orderText,
    orderSignature,
    contentHash: crypto.sha256Hex(orderText),
    amountMinor: 450n,
    currency: order.currency,
    successUrl: urls.success,
    cancelUrl: urls.cancel,
    expiresAtEpochSeconds: order.createdAt + 1800,
    boundUserId: null,
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function keyOf(peerOcid: number): PublicKey {
  const key = keys.get(peerOcid)
  if (!key) throw new Error(`no key of ${peerOcid}`)
  return key
}

function known<T>(parsed: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!parsed.ok) throw new Error(String(parsed.error))
  return parsed.value
}
