import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PublicKey } from '@/lib/opencharge/keys'
import { requestCanonical } from '@/lib/opencharge/request-signature'
import { signResponse } from '@/lib/opencharge/response-signature'
import type { Signer, Verifier } from '@/lib/opencharge/signer'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Answer = (response: ServerResponse, request: Received) => void

/** A party's server on this machine that keeps what it gets and answers as it is told. */
export async function startReceiver() {
  const received: Received[] = []
  const state = { answer: answerWith(200, '{"status":"accepted"}') as Answer, received }
  const server = createServer(async (request, response) => {
    const one = await read(request)
    received.push(one)
    state.answer(response, one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    endpoint: `http://127.0.0.1:${port}/opencharge`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

async function read(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return { method: request.method ?? '', path: request.url ?? '', headers, body: Buffer.concat(parts).toString() }
}

export function answerWith(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(body)
}

/** An answer with a signature over `signedBody`, which an honest party makes the same as the body. */
export function answerSigned(ocid: number, signer: Signer, body: string, signedBody = body, status = 200): Answer {
  const timestamp = Math.floor(Date.now() / 1000)
  return answerWith(status, body, signResponse({ ocid, timestamp, status, body: signedBody }, signer))
}

/** Never answers. */
export const hang: Answer = () => undefined

/** Whether a request carries the sender's signature over what came, and was made just now. */
export function isSigned({ method, path, headers, body }: Received, key: PublicKey, verifier: Verifier): boolean {
  const timestamp = Number(headers['x-oc-timestamp'])
  const parts = { ocid: Number(headers['x-oc-id']), timestamp, nonce: headers['x-oc-nonce'] ?? '', method, path }
  const canonical = requestCanonical({ ...parts, bodyHash: verifier.sha256Hex(body) })
  const isFresh = Math.abs(Date.now() / 1000 - timestamp) < 30
  return isFresh && verifier.verify(canonical, headers['x-oc-signature'], key)
}
