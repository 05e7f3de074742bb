import { resolve } from 'node:path'
import { credentialsFile } from '@/devnet/bookshop/credentials'
import { openingReserves } from '@/devnet/house/opening-reserves'
import { institutions } from '@/devnet/institutions'
import { closeServer, createHttpServer, type Handler } from '@/devnet/network/http-server'
import { listenOnFreePort } from '@/devnet/network/listen-on-free-port'
import { jsonAnswer } from '@/devnet/network/wire'
import { type OpenDevnet, openDevnet } from '@/devnet/open-devnet'
import { errorBody, protocolError } from '@/lib/opencharge/errors'
import { createFastCrypto } from '@/lib/opencharge/fast-crypto'
import { checkKnownAnswers } from '@/lib/opencharge/known-answers'

export interface DevnetOptions {
  /** 0 is any free port; when the port is taken, the next free one is used. */
  readonly port: number
  /** The origin under which browsers and the gateway reach it; http://localhost:<port> unless given. */
  readonly publicUrl?: string
  readonly gateway: { readonly ocid: number; readonly metadataUrl: string }
  /** Keys, registry and books are kept in the folder `devnet` in it. */
  readonly dataDir: string
}

export interface Devnet {
  readonly shopUrl: string
  /** The shop with an API key, and where it keeps what it was given. */
  readonly bookshop: { readonly url: string; readonly credentialsFile: string }
  readonly registryFile: string
  readonly merchantGatewayOcid: number
  /** Where the payment gateway holds a reserve, and what was laid in: decimal strings by currency. */
  readonly settlementProvider: { readonly ocid: number; readonly openingReserves: Readonly<Record<string, string>> }
  close(): Promise<void>
}

/** What a payment gateway has to know of the others before it can settle with them. */
const agreements = {
  merchantGatewayOcid: institutions.threeCorners.ocid,
  settlementProvider: { ocid: institutions.meridian.ocid, openingReserves },
}

const notOpenYet: Handler = async () => jsonAnswer(503, errorBody(protocolError('SERVICE_UNAVAILABLE')))

/** Starts a shop with its merchants, two merchant gateways and the houses behind them, on one port. */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  const crypto = await createFastCrypto()
  checkKnownAnswers(crypto)
  let opened: OpenDevnet | undefined
  const server = createHttpServer((request) => (opened?.handle ?? notOpenYet)(request))
  const port = await listenOnFreePort(server, options.port)
  try {
    // The parties' metadata name the port, so that they are made once it is known.
    const origin = originOf(options.publicUrl ?? `http://localhost:${port}`)
    const { handle, registryFile, stop } = openDevnet({ ...options, crypto, origin })
    opened = { handle, registryFile, stop }
    const bookshop = { url: `${origin}/books`, credentialsFile: credentialsFile(resolve(options.dataDir, 'devnet')) }
    return { shopUrl: `${origin}/`, bookshop, registryFile, ...agreements, close: () => closeServer(server).then(stop) }
  } catch (error) {
    await closeServer(server)
    throw error
  }
}

// Paths are signed as they are on the wire: behind a prefix that a proxy takes away, no signature would verify.
function originOf(publicUrl: string): string {
  const { origin, href } = new URL(publicUrl)
  if (href !== `${origin}/`) throw new Error(`The devnet's public URL must have no path: ${origin}, not ${publicUrl}.`)
  return origin
}
