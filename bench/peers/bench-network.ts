import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFastCrypto } from '@/lib/opencharge/fast-crypto'
import { type PrivateKey, parsePrivateKey } from '@/lib/opencharge/keys'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { signResponse } from '@/lib/opencharge/response-signature'
import { type Crypto, createSigner, type Signer } from '@/lib/opencharge/signer'

export const gatewayOcid = 200
export const callerOcid = 300
export const firstPartnerOcid = 400
export const firstMerchantOcid = 500
const PARTNERS = 16

export interface BenchPeer {
  readonly ocid: number
  readonly signer: Signer
}

/** The other parties of the bench: a merchant gateway that calls, partners with reserves, and merchants that are paid and take webhooks. */
export interface BenchNetwork {
  readonly crypto: Crypto
  readonly caller: BenchPeer
  readonly partners: readonly BenchPeer[]
  readonly merchants: readonly BenchPeer[]
  /** How many webhooks came in. */
  received(): number
  close(): Promise<void>
}

export async function openBenchNetwork(
  registryFile: string,
  gatewayOrigin: string,
  merchantCount: number,
): Promise<BenchNetwork> {
  const crypto = await createFastCrypto(randomBytes(32))
  const makePeer = (ocid: number) => ({ ocid, signer: createSigner(crypto, newKey()) })
  const caller = makePeer(callerOcid)
  const merchants = Array.from({ length: merchantCount }, (_, index) => makePeer(firstMerchantOcid + index))
  const partners = Array.from({ length: PARTNERS }, (_, index) => makePeer(firstPartnerOcid + index))
  const peers = new Map([caller, ...partners, ...merchants].map((peer) => [peer.ocid, peer]))
  let webhooks = 0
  const server = createServer((request, response) => {
    const peer = peers.get(Number(request.url?.split('/')[1]))
    if (!peer) return void response.writeHead(404).end()
    if (request.method === 'POST') webhooks++
    const origin = `http://${request.headers.host}`
    const value = request.method === 'POST' ? { status: 'accepted' } : metadataOf(peer, `${origin}/${peer.ocid}`)
    answer(peer, value, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const urls = [...peers.keys()].map((ocid) => [String(ocid), `${origin}/${ocid}/metadata.json`])
  const ours = [String(gatewayOcid), `${gatewayOrigin}/opencharge/metadata.json`]
  writeFileSync(registryFile, JSON.stringify(Object.fromEntries([...urls, ours])))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { crypto, caller, partners, merchants, received: () => webhooks, close }
}

function metadataOf({ ocid, signer }: BenchPeer, endpoint: string) {
  const card = { name: `Bench Merchant ${ocid}`, profile: '', iconUrl: null, contact: null, capabilities: [] }
  return buildMetadata({ ...card, endpoint, currencies: ['USD'], accepts: [gatewayOcid] }, signer)
}

/** Reads the request to its end and answers signed, as a real peer does. */
function answer({ ocid, signer }: BenchPeer, value: unknown, request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify(value)
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = signResponse({ ocid, timestamp, status: 200, body }, signer)
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', ...signature }).end(body)
  })
}

export function newKey(): PrivateKey {
  const key = parsePrivateKey(randomBytes(32).toString('hex'))
  return key.ok ? key.value : newKey()
}
