import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Devnet, startDevnet } from '@/devnet/start-devnet'
import {
  type FakeGateway,
  gatewayOcid,
  send,
  signedBody,
  signerWithKey,
  startFakeGateway,
} from '@/devnet/testing/fake-gateway'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Order } from '@/lib/opencharge/order'
import type { Signer } from '@/lib/opencharge/signer'

/** A devnet on a free port beside a fake payment gateway, and what a test does with them. */
export interface DevnetLab {
  readonly gateway: FakeGateway
  readonly dataDir: string
  readonly devnet: () => Devnet
  /** The full URL of a path of the devnet. */
  readonly at: (path: string) => string
  /** Buys as a browser does, and does not follow the redirect. */
  readonly buy: (product: string, quantity?: number) => Promise<Response>
  /** Buys, and gives the order that arrived at the gateway. */
  readonly order: (product?: string, quantity?: number) => Promise<Order>
  readonly page: (path: string) => Promise<string>
  /** Sends a proof to the merchant gateway's webhook, signed by the gateway. */
  readonly deliver: (proof: JsonObject) => ReturnType<typeof send>
  readonly status: () => Promise<DevnetStatus>
  /** Signs with the key of a party of the devnet, to see what it may not do. */
  readonly partySigner: (ocid: number) => Signer
  /** Stops, does what is asked meanwhile, and starts on the same data. */
  readonly restart: (meanwhile?: () => void) => Promise<void>
  readonly close: () => Promise<void>
}

interface OrderStatus {
  readonly id: string
  readonly state: string
  readonly route: string
  readonly receivedTxid: string | null
  readonly paidBy: { readonly issuer: number; readonly txid: string } | null
}

export interface HouseStatus {
  readonly reserves: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly transfers: readonly JsonObject[]
  readonly payments: readonly JsonObject[]
  readonly unmatched: readonly JsonObject[]
}

export interface DevnetStatus {
  readonly orders: readonly OrderStatus[]
  readonly houses: Readonly<Record<string, HouseStatus>>
  readonly merchantGateway: {
    readonly received: Readonly<Record<string, string>>
    readonly owed: Readonly<Record<string, Readonly<Record<string, string>>>>
    readonly surplus: readonly JsonObject[]
    readonly webhooks: { readonly received: number; readonly refused: number }
  }
}

export const webhookPath = '/300/opencharge/transfer/webhook'

export async function openDevnetLab(): Promise<DevnetLab> {
  const gateway = await startFakeGateway()
  const dataDir = mkdtempSync(join(tmpdir(), 'devnet-'))
  const options = { port: 0, gateway: { ocid: gatewayOcid, metadataUrl: gateway.metadataUrl }, dataDir }
  let devnet = await startDevnet(options)
  const at = (path: string) => new URL(path, devnet.shopUrl).href
  const buy = (product: string, quantity = 1) =>
    fetch(at('/buy'), {
      method: 'POST',
      body: new URLSearchParams({ product, quantity: String(quantity) }),
      redirect: 'manual',
    })
  return {
    gateway,
    dataDir,
    devnet: () => devnet,
    at,
    buy,
    async order(product = 'monsoon-malabar', quantity = 1) {
      await buy(product, quantity)
      const seen = gateway.checkouts.at(-1)
      if (!seen) throw new Error('no order arrived at the gateway')
      return seen.order
    },
    page: (path) => fetch(at(path)).then((answer) => answer.text()),
    deliver: (proof) => send({ url: at(webhookPath), body: signedBody(proof, gateway.signer), signer: gateway.signer }),
    status: () => fetch(at('/status.json')).then((answer) => answer.json() as Promise<DevnetStatus>),
    partySigner: (ocid) => signerWithKey(readFileSync(join(dataDir, `devnet/keys/${ocid}.key`), 'utf8').trim()),
    async restart(meanwhile) {
      await devnet.close()
      meanwhile?.()
      devnet = await startDevnet(options)
    },
    async close() {
      await devnet.close()
      await gateway.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}
