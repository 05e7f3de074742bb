import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { jsonAnswer, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import { errorBody, protocolError } from '@/lib/opencharge/errors'

export type Handler = (request: WireRequest) => Promise<WireAnswer>

const maxBodyBytes = 64 * 1024
const portsTried = 50

/** Answers every request with `handle`; a bug in it is a 500 that tells nothing. */
export function createHttpServer(handle: Handler): Server {
  return createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, async (request, response) => {
    const answer = await answerTo(request, handle)
    const isHead = request.method === 'HEAD'
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
    response.end(isHead ? undefined : answer.body)
  })
}

async function answerTo(request: IncomingMessage, handle: Handler): Promise<WireAnswer> {
  try {
    return await handle({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      header: (name) => headerOf(request, name),
      body: await readBody(request),
    })
  } catch {
    return jsonAnswer(500, errorBody(protocolError('INTERNAL_ERROR')))
  }
}

// A header that came twice has no one value that could have been signed.
function headerOf(request: IncomingMessage, name: string): string | null {
  const [value, ...more] = request.headersDistinct[name.toLowerCase()] ?? []
  return value === undefined || more.length > 0 ? null : value
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= maxBodyBytes) chunks.push(chunk)
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks) : undefined
}

/** Listens on the port, or on the next free one when it is taken; 0 is any. Gives the port. */
export async function listenOnFreePort(server: Server, firstPort: number): Promise<number> {
  for (let port = firstPort; port < firstPort + portsTried; port += 1) {
    if (await listen(server, port)) return (server.address() as AddressInfo).port
  }
  throw new Error(`The ports ${firstPort} to ${firstPort + portsTried - 1} are all taken: choose another port.`)
}

function listen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      server.off('listening', succeed)
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    }
    const succeed = () => {
      server.off('error', fail)
      resolve(true)
    }
    server.once('error', fail).once('listening', succeed)
    server.listen(port)
  })
}

/** Lets running requests end, but not for long. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), 1_000)
  await closed
  clearTimeout(timer)
}
