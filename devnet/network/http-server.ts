import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { jsonAnswer, type WireAnswer, type WireReply, type WireRequest } from '@/devnet/network/wire'
import { errorBody, protocolError } from '@/lib/opencharge/errors'

export type Handler = (request: WireRequest) => Promise<WireReply>

const maxBodyBytes = 64 * 1024

/** Answers every request with `handle`; a bug in it is a 500 that tells nothing. */
export function createHttpServer(handle: Handler): Server {
  return createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, async (request, response) => {
    const reply = await replyTo(request, handle)
    if ('hangUpAfterMs' in reply) return hangUp(request, reply.hangUpAfterMs)
    send(response, reply, request.method === 'HEAD')
  })
}

async function replyTo(request: IncomingMessage, handle: Handler): Promise<WireReply> {
  try {
    return await handle({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      header: (name) => headerOf(request, name),
      body: await readBody(request),
      isLocal: isLocal(request),
    })
  } catch {
    return jsonAnswer(500, errorBody(protocolError('INTERNAL_ERROR')))
  }
}

function send(response: ServerResponse, { status, headers, body }: WireAnswer, isHead: boolean): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(isHead ? undefined : body)
}

function hangUp({ socket }: IncomingMessage, afterMs: number): void {
  const timer = setTimeout(() => socket.destroy(), afterMs)
  socket.once('close', () => clearTimeout(timer))
}

const loopbackForm = /^(?:::1|(?:::ffff:)?127\.[0-9.]+)$/

const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  loopbackForm.test(socket.remoteAddress ?? '') && headers['x-forwarded-for'] === undefined

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

/** Lets running requests end, but not for long. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), 1_000)
  await closed
  clearTimeout(timer)
}
