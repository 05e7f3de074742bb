import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestGateway } from '@/lib/gateway/testing/test-gateway'
import { createFront } from '@/lib/http/front'

/** What the application behind the front got. */
interface Handed {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

interface Ask {
  readonly method?: string
  readonly headers?: Record<string, string | string[]>
  readonly body?: string
}

/** The front on a real socket, with an application behind it that says "handled" and keeps what it was handed. */
export async function createFrontLab(env: Record<string, string> = {}, options = { hotReload: false }) {
  process.env.GATEWAY_MODE = 'development'
  const gateway = await createTestGateway({ env })
  const handed: Handed[] = []
  const next: Parameters<typeof createFront>[0]['next'] = async ({ method = '', url = '', headers }, response) => {
    handed.push({ method, url, headers: { ...headers } })
    response.end('handled')
  }
  const front = createFront({ gateway: gateway.us, next, ...options })
  const server = createServer((incoming, response) => {
    front(incoming, response).catch((bug: unknown) => response.writeHead(500).end(String(bug)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    us: gateway.us,
    handed,
    /** Sends `path` as it is written, which fetch would not. */
    ask: (path: string, ask: Ask = {}) => send(port, path, ask),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await gateway.close()
    },
  }
}

export type FrontLab = Awaited<ReturnType<typeof createFrontLab>>

function send(port: number, path: string, { method = 'GET', headers = {}, body = '' }: Ask) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
