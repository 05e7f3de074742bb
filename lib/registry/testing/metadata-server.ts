import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parsePrivateKey } from '@/lib/opencharge/keys'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { createSigner, type Signer } from '@/lib/opencharge/signer'

/** A signer whose private key is `digit` 64 times. */
export function signerOf(digit: string): Signer {
  const key = parsePrivateKey(digit.repeat(64))
  if (!key.ok) throw new Error(`no key: ${digit}`)
  return createSigner(nobleCrypto, key.value)
}

/** A sound metadata document, signed. */
export function metadataText(signer: Signer, endpoint: string): string {
  const texts = { name: 'Corner Coffee', profile: '', iconUrl: null, contact: null }
  return JSON.stringify(
    buildMetadata({ ...texts, endpoint, capabilities: [], currencies: ['USD'], accepts: [] }, signer),
  )
}

/** A real HTTP server that answers every path with `serving`, and counts. */
export async function startMetadataServer() {
  const state = {
    serving: { status: 200, text: '{}' },
    /** While true, answers have a head but no body until `release`. */
    isHolding: false,
    paths: [] as string[],
  }
  const held: ServerResponse[] = []
  const answer = (response: ServerResponse) => response.end(state.serving.text)
  const server = createServer((request, response) => {
    state.paths.push(String(request.url))
    response.writeHead(state.serving.status).flushHeaders()
    if (state.isHolding) held.push(response)
    else answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    origin: `http://127.0.0.1:${port}`,
    release() {
      state.isHolding = false
      for (const response of held.splice(0)) answer(response)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

export type MetadataServer = Awaited<ReturnType<typeof startMetadataServer>>
