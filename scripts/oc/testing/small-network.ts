import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { signResponse } from '@/lib/opencharge/response-signature'
import type { Signer } from '@/lib/opencharge/signer'
import { metadataText, signerOf } from '@/lib/registry/testing/metadata-server'

export const ourSigner = signerOf('1')
export const peerSigner = signerOf('2')
export const ourOcid = 200
export const peerOcid = 300

/** A registry file, and one HTTP server on which we (OCID 200, at /ours) and a peer (300, at /peer) show metadata. */
export async function startSmallNetwork() {
  const state = {
    shownSigner: { ours: ourSigner, peer: peerSigner } as Record<'ours' | 'peer', Signer>,
    isPeerDown: false,
    isSigned: true,
  }
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const who = request.url?.startsWith('/ours/') ? 'ours' : 'peer'
    const body = metadataText(state.shownSigner[who], `${origin}/${who}/opencharge`)
    const timestamp = Math.floor(Date.now() / 1000)
    const signed = { ocid: who === 'ours' ? ourOcid : peerOcid, timestamp, status: 200, body }
    const isDown = who === 'peer' && state.isPeerDown
    response.writeHead(isDown ? 503 : 200, state.isSigned ? signResponse(signed, state.shownSigner[who]) : {})
    response.end(isDown ? '' : body)
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'oc-network-'))
  const registryFile = path.join(folder, 'registry.json')
  const register = (entries: Record<string, string>) => writeFile(registryFile, JSON.stringify(entries))
  const registered = {
    [ourOcid]: `${origin}/ours/opencharge/metadata.json`,
    [peerOcid]: `${origin}/peer/opencharge/metadata.json`,
  }
  await register(registered)
  return Object.assign(state, {
    folder,
    register,
    registered,
    /** The configuration of a development gateway on this network. */
    environment: {
      GATEWAY_MODE: 'development',
      GATEWAY_OCID: String(ourOcid),
      GATEWAY_PRIVATE_KEY: '1'.repeat(64),
      PUBLIC_URL: `${origin}/ours`,
      REGISTRY: `file:${registryFile}`,
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  })
}

export type SmallNetwork = Awaited<ReturnType<typeof startSmallNetwork>>
