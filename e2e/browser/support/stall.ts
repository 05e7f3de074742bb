import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { type StallKeeper, stallKeepers } from './stall-keepers'
import { dearerOrder, stallInventory } from './stall-wares'

/** Serves the merchants of the tests: their metadata, an icon, a webhook that takes everything, and pages to come back to. */
export async function openStall(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume()
    answer(request, response, `http://localhost:${(server.address() as AddressInfo).port}`)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close }
}

function answer(request: IncomingMessage, response: ServerResponse, origin: string): ServerResponse {
  const { pathname } = new URL(request.url ?? '/', origin)
  const keeper = Object.values(stallKeepers).find(({ ocid }) => pathname.startsWith(`/${ocid}/`))
  const path = pathname.replace(/^\/[0-9]+/, '')
  if (!keeper) return send(response, 404, 'text/plain', 'nothing here')
  if (path === '/opencharge/metadata.json') return sendJson(response, metadataOf(keeper, origin))
  if (path === '/opencharge/transfer/webhook') return sendJson(response, { status: 'accepted' })
  if (path === '/opencharge/inventory') return sendJson(response, stallInventory(keeper))
  if (path === '/opencharge/orders/create') return sendJson(response, dearerOrder(keeper))
  if (path === '/icon.svg') return send(response, 200, 'image/svg+xml', keeper.icon)
  return send(
    response,
    200,
    'text/html; charset=utf-8',
    `<!doctype html><link rel="icon" href="data:,"><title>Stall</title><h1>At ${path}</h1>`,
  )
}

const metadataOf = ({ ocid, name, profile, signer }: StallKeeper, origin: string) =>
  buildMetadata(
    {
      name,
      profile,
      iconUrl: `${origin}/${ocid}/icon.svg`,
      contact: null,
      endpoint: `${origin}/${ocid}/opencharge`,
      capabilities: ['transfer.webhook'],
      currencies: ['USD'],
      accepts: [],
    },
    signer,
  )

const sendJson = (response: ServerResponse, value: unknown) =>
  send(response, 200, 'application/json', JSON.stringify(value))

function send(response: ServerResponse, status: number, type: string, body: string): ServerResponse {
  return response.writeHead(status, { 'content-type': type }).end(body)
}
