import type { LookupFunction } from 'node:net'
import { Agent, type buildConnector } from 'undici'
import { createCheckedLookup, type ResolveHost } from '@/lib/registry/checked-lookup'

/** Makes what opens sockets, given the lookup that they must use. */
export type BuildConnect = (options: {
  readonly lookup: LookupFunction
  readonly timeout: number
}) => buildConnector.connector

/** No connection came about, so that nothing of the request was sent. */
export class NotConnectedError extends Error {}

const connectionsPerOrigin = 16
// A kept connection stays with the address that was checked when it was made; an idle one is not kept for long, so
// that a peer that moved is followed.
const idleMaxMs = 30_000

/**
 * A pool of connections per origin, each made to an address that the checked lookup let through. Being an agent of
 * our own it knows nothing of proxies in the environment, to which the choice of address would otherwise be left.
 */
export function createPinnedAgent(options: {
  readonly resolveHost: ResolveHost
  readonly allowPrivateNetwork: boolean
  readonly timeoutMs: number
  readonly buildConnect: BuildConnect
}): Agent {
  const lookup = createCheckedLookup(options.resolveHost, options.allowPrivateNetwork)
  const connect = options.buildConnect({ lookup, timeout: options.timeoutMs })
  return new Agent({
    connections: connectionsPerOrigin,
    keepAliveMaxTimeout: idleMaxMs,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    connect: (target, callback) =>
      connect(target, (error, socket) => {
        if (error) callback(new NotConnectedError(error.message, { cause: error }), null)
        else callback(null, socket)
      }),
  })
}
