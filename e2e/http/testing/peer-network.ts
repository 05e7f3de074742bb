import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Peer, type PeerSettings } from './peer'

/** Other parties on loopback, one HTTP server for all: `http://127.0.0.1:<port>/<ocid>/opencharge/…`. */
export class PeerNetwork {
  /** What was asked for beside the peers: nobody should. */
  readonly strays: string[] = []
  readonly #peers = new Map<number, Peer>()
  readonly #server: Server
  readonly #origin: string
  readonly #registryFile: string

  private constructor(server: Server, origin: string, registryFile: string) {
    this.#server = server
    this.#origin = origin
    this.#registryFile = registryFile
    server.on('request', (request, response) => void this.#serve(request, response))
  }

  static async open(registryFile: string): Promise<PeerNetwork> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    return new PeerNetwork(server, `http://127.0.0.1:${port}`, registryFile)
  }

  /** Adds a party and writes it into the registry. */
  async add(ocid: number, settings: PeerSettings = {}): Promise<Peer> {
    const peer = new Peer(ocid, `${this.#origin}/${ocid}/opencharge`, settings)
    this.#peers.set(ocid, peer)
    await register(this.#registryFile, ocid, `${peer.endpoint}/metadata.json`)
    return peer
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    // A gateway that is killed breaks off what it was sending.
    const isWhole = await request
      .forEach((part: Buffer) => void parts.push(part))
      .then(
        () => true,
        () => false,
      )
    if (!isWhole) return
    const [, ocid, path = ''] = /^\/(\d+)\/opencharge\/(.*)$/.exec(request.url ?? '') ?? []
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const body = Buffer.concat(parts).toString('utf8')
    if (ocid === undefined) this.strays.push(`${request.method} ${request.url}`)
    const answer = this.#peers.get(Number(ocid))?.answer({ method: request.method ?? '', path, headers, body })
    if (answer === 'hang') return
    if (answer === 'drop' || !answer) return void request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  }
}

/** An OCID that nobody in this registry has, the first of a block of a thousand. */
export async function freeOcidBlock(registryFile: string): Promise<number> {
  const taken = Object.keys(await readRegistry(registryFile)).map(Number)
  return (Math.floor(Math.max(0, ...taken) / 1000) + 1) * 1000
}

async function register(registryFile: string, ocid: number, metadataUrl: string): Promise<void> {
  const registry = { ...(await readRegistry(registryFile)), [ocid]: metadataUrl }
  // Renamed into place: the gateway never reads half a file.
  await writeFile(`${registryFile}.new`, JSON.stringify(registry))
  await rename(`${registryFile}.new`, registryFile)
}

async function readRegistry(registryFile: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(registryFile, 'utf8')) as Record<string, string>
}
