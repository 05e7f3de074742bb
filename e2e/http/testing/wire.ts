import { type IncomingHttpHeaders, request } from 'node:http'

export type Header = readonly [name: string, value: string]

/** One request, byte for byte as it shall stand on the wire. */
export interface WireRequest {
  readonly method?: string
  /** The request target, sent as it is. */
  readonly path: string
  /** Sent in this order and as often as they are named. Host and the length are added when they are missing. */
  readonly headers?: readonly Header[]
  readonly body?: Uint8Array | string
  /** Sends the body in chunks, without saying how long it is. */
  readonly chunked?: boolean
}

export interface WireAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
}

/** Sends one request on a connection of its own. Rejects when the connection ends without an answer. */
export function exchange(origin: string, wanted: WireRequest): Promise<WireAnswer> {
  const { hostname, port, host } = new URL(origin)
  const { method = 'GET', path } = wanted
  const body = Buffer.from(wanted.body ?? '')
  const headers = withFraming(wanted, host, body.length)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers: headers.flat(), agent: false })
    outgoing.once('error', reject)
    outgoing.once('response', (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.once('error', reject)
      incoming.once('end', () => {
        const bytes = Buffer.concat(parts)
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text: bytes.toString('utf8') })
      })
    })
    outgoing.end(body)
  })
}

function withFraming({ headers = [], chunked = false }: WireRequest, host: string, length: number): Header[] {
  const has = (name: string) => headers.some(([given]) => given.toLowerCase() === name)
  return [
    ...(has('host') ? [] : [['host', host] as const]),
    ...headers,
    ...(chunked ? [['transfer-encoding', 'chunked'] as const] : []),
    ...(chunked || length === 0 || has('content-length') ? [] : [['content-length', String(length)] as const]),
  ]
}
