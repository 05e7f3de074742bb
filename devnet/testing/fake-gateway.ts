import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isJsonObject, type JsonObject } from '@/lib/opencharge/json-value'
import { parsePrivateKey } from '@/lib/opencharge/keys'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { signRequest } from '@/lib/opencharge/request-signature'
import { signResponse } from '@/lib/opencharge/response-signature'
import { signObject } from '@/lib/opencharge/signed-object'
import { createSigner, type Signer } from '@/lib/opencharge/signer'

export const gatewayOcid = 200

/** A signer whose key is this digit, 64 times. */
export const signerOf = (digit: string): Signer => signerWithKey(digit.repeat(64))

export function signerWithKey(hex: string): Signer {
  const key = parsePrivateKey(hex)
  if (!key.ok) throw new Error(key.error)
  return createSigner(nobleCrypto, key.value)
}

export const nowEpochSeconds = () => Math.floor(Date.now() / 1000)

/** A checkout/create that the gateway received. */
export interface SeenCheckout {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
  readonly body: JsonObject
  readonly order: Order
}

interface Answer {
  readonly status: number
  readonly value: unknown
  /** Who signs it; null for an answer without a signature. */
  readonly signer: Signer | null
}

/** A payment gateway that opens a checkout for every order, and pays when the test says so. */
export interface FakeGateway {
  readonly origin: string
  readonly metadataUrl: string
  signer: Signer
  readonly checkouts: SeenCheckout[]
  answerCheckout: (seen: SeenCheckout) => Answer
  close(): Promise<void>
}

export async function startFakeGateway(): Promise<FakeGateway> {
  const server = createServer(async (request, response) => {
    const { status, value, signer } = await answerTo(gateway, request)
    const body = JSON.stringify(value)
    const signed = { ocid: gatewayOcid, timestamp: nowEpochSeconds(), status, body }
    response.writeHead(status, { 'content-type': 'application/json', ...(signer && signResponse(signed, signer)) })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const gateway: FakeGateway = {
    origin,
    metadataUrl: `${origin}/opencharge/metadata.json`,
    signer: signerOf('7'),
    checkouts: [],
    answerCheckout: () => ({ status: 200, value: checkoutAnswer(gateway), signer: gateway.signer }),
    close: () => closeServer(server),
  }
  return gateway
}

export const checkoutAnswer = ({ origin, checkouts }: FakeGateway) => ({
  checkout_url: `${origin}/pay/sess_${checkouts.length}`,
  session_id: `sess_${checkouts.length}`,
  expires_at: nowEpochSeconds() + 1800,
})

async function answerTo(gateway: FakeGateway, request: IncomingMessage): Promise<Answer> {
  const { signer, origin } = gateway
  if (request.url === '/opencharge/metadata.json') {
    return { status: 200, value: metadataOf(origin, signer), signer }
  }
  const bytes = await readAll(request)
  const body = JSON.parse(bytes.toString()) as JsonObject
  const order = parseOrder(body.order)
  if (!order.ok) throw new Error('the devnet sent no order')
  const seen = { path: request.url ?? '', headers: request.headers, bytes, body, order: order.value }
  gateway.checkouts.push(seen)
  return gateway.answerCheckout(seen)
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const metadataOf = (origin: string, signer: Signer) =>
  buildMetadata(
    {
      name: 'Fake Gateway',
      profile: '',
      iconUrl: null,
      contact: null,
      endpoint: `${origin}/opencharge`,
      capabilities: ['checkout.create'],
      currencies: ['USD', 'UGX', 'KWD'],
      accepts: [],
    },
    signer,
  )

const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** The honest proof that the gateway credited the merchant gateway for an order. */
export const proofOf = (order: Order, more: JsonObject = {}): JsonObject => ({
  txid: `tx_${order.id}`,
  issuer: gatewayOcid,
  from: { ocid: gatewayOcid, reference: 'payer' },
  to: { ocid: 300, reference: order.id },
  amount: order.amount,
  currency: order.currency,
  timestamp: nowEpochSeconds(),
  memo: `Merchant ${order.ocid}`,
  ...more,
})

export const signedBody = (proof: JsonObject, signer: Signer): JsonObject => ({
  proof,
  signature: signObject(proof, signer),
})

interface Sending {
  readonly url: string
  readonly body: JsonObject
  readonly signer: Signer
  readonly ocid?: number
  readonly nonce?: string
  readonly timestamp?: number
  /** Changes the headers after signing. */
  readonly headers?: Readonly<Record<string, string>>
}

let nonces = 0

/** POSTs a signed request as the gateway, or as another. */
export async function send({ url, body, signer, ocid = gatewayOcid, nonce, timestamp, headers }: Sending) {
  nonces += 1
  const text = JSON.stringify(body)
  const stamp = { ocid, nonce: nonce ?? `nonce-${nonces}`, timestamp: timestamp ?? nowEpochSeconds() }
  const signed = signRequest({ ...stamp, method: 'POST', path: new URL(url).pathname, body: text }, signer)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signed, ...headers },
    body: text,
  })
  const json: unknown = await answer.json()
  return {
    status: answer.status,
    headers: answer.headers,
    json: isJsonObject(json as JsonObject) ? (json as JsonObject) : {},
  }
}
