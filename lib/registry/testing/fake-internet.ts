import type { LookupAddress } from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type LookupFunction } from 'node:net'
import type { ResolveHost } from '@/lib/registry/checked-lookup'
import type { BuildConnect } from '@/lib/registry/pinned-agent'

const lookupFirst = (lookup: LookupFunction, hostname: string) =>
  new Promise<string>((resolve, reject) => {
    lookup(hostname, {}, (error, address) => (error ? reject(error) : resolve(String(address))))
  })

/**
 * A small Internet on the loopback interface: names with addresses that can change, and real HTTP servers that stand
 * at public addresses. The guard runs with all its rules; only the last step, the TLS socket, is replaced by a plain
 * one, which goes to the server that stands at the address that the guard's own lookup answered.
 */
export function createFakeInternet() {
  const servers: Server[] = []
  const portAt = new Map<string, number>()
  const addressesOf = new Map<string, string[][]>()
  /** The names asked for and the addresses connected to, in order. */
  const seen = { names: [] as string[], addresses: [] as string[] }

  const resolveHost: ResolveHost = async (hostname) => {
    seen.names.push(hostname)
    const answers = addressesOf.get(hostname) ?? []
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? []
    return answer.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }))
  }

  const buildConnect: BuildConnect =
    ({ lookup }) =>
    ({ hostname }, callback) => {
      lookupFirst(lookup, hostname).then(
        (address) => {
          seen.addresses.push(address)
          const socket = connect(portAt.get(address) ?? 1, '127.0.0.1')
          socket.once('connect', () => callback(null, socket)).once('error', (error) => callback(error, null))
        },
        (error: Error) => callback(error, null),
      )
    }

  return {
    seen,
    resolveHost,
    buildConnect,
    /** Every further answer is given once, the last one for ever. */
    name(hostname: string, ...answers: string[][]) {
      addressesOf.set(hostname, answers)
    },
    /** Starts a server; gives its port on 127.0.0.1. */
    async serve(address: string, listener: RequestListener): Promise<number> {
      const server = createServer(listener)
      servers.push(server)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      portAt.set(address, port)
      return port
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

export type FakeInternet = ReturnType<typeof createFakeInternet>
