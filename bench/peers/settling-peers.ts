import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freePort } from '@/bench/gateway/free-port'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { signProof } from '@/lib/opencharge/sign-proof'
import { type Crypto, createSigner, type Signer } from '@/lib/opencharge/signer'
import { newKey } from './bench-network'

const firstOcid = 10_000

/** Providers at which we have reserves: one that is well, some that are back, and many of which half refuse connections and half hang. */
export interface SettlingPeers {
  readonly well: number
  readonly back: readonly number[]
  readonly dead: readonly number[]
  close(): Promise<void>
}

/** Puts so many of them on the network of a gateway that is running. */
export async function openSettlingPeers(
  registryFile: string,
  crypto: Crypto,
  counts: { readonly back: number; readonly dead: number },
): Promise<SettlingPeers> {
  const ocids = Array.from({ length: 1 + counts.back + counts.dead }, (_, index) => firstOcid + index)
  const signers = new Map(ocids.map((ocid) => [ocid, createSigner(crypto, newKey())]))
  const [well = firstOcid, ...others] = ocids
  const [back, dead] = [others.slice(0, counts.back), others.slice(counts.back)]
  const silent = await listen((request) => void request.resume())
  const nobody = `http://127.0.0.1:${await freePort()}`
  const alive = await listen(async (request, response) => {
    const ocid = Number(request.url?.split('/')[1])
    const signer = signers.get(ocid)
    if (!signer) return void response.writeHead(404).end()
    const here = `http://${request.headers.host}`
    const host = !dead.includes(ocid) ? here : ocid % 2 === 0 ? silent.origin : nobody
    const value =
      request.method === 'GET' ? metadataOf(`${host}/${ocid}`, signer) : transfer(ocid, signer, await read(request))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  })
  const registry: JsonObject = JSON.parse(readFileSync(registryFile, 'utf8'))
  const urls = ocids.map((ocid) => [String(ocid), `${alive.origin}/${ocid}/metadata.json`])
  writeFileSync(registryFile, JSON.stringify({ ...registry, ...Object.fromEntries(urls) }))
  return { well, back, dead, close: async () => void (await Promise.all([alive.close(), silent.close()])) }
}

function metadataOf(endpoint: string, signer: Signer) {
  const card = { name: 'Bench Provider', profile: '', iconUrl: null, contact: null, capabilities: [] }
  return buildMetadata({ ...card, endpoint, currencies: ['USD'], accepts: [] }, signer)
}

let transfers = 0

function transfer(ocid: number, signer: Signer, { from, to, amount, currency }: JsonObject) {
  const txid = `tx_${ocid}_${transfers++}`
  const timestamp = Math.floor(Date.now() / 1000)
  const proof = { txid, issuer: ocid, from, to, amount, currency, timestamp } as JsonObject & { txid: string }
  return { status: 'completed', txid, proof, signature: signProof(proof, signer).signature }
}

async function read(request: IncomingMessage): Promise<JsonObject> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return JSON.parse(Buffer.concat(parts).toString())
}

async function listen(listener: RequestListener) {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
