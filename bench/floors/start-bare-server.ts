import { fork } from 'node:child_process'
import path from 'node:path'
import { type BenchNetwork, gatewayOcid } from '@/bench/peers/bench-network'
import type { BareSettings } from './bare-server'

export interface BareServer {
  readonly origin: string
  stop(): Promise<void>
}

export async function startBareServer(network: BenchNetwork, databaseUrl: string): Promise<BareServer> {
  const peers = [network.caller, ...network.merchants]
  const publicKeys = Object.fromEntries(peers.map(({ ocid, signer }) => [String(ocid), signer.publicKey.hex]))
  const settings: BareSettings = { ocid: gatewayOcid, publicKeys }
  const child = fork(path.join(import.meta.dirname, 'bare-server.ts'), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      BARE_SERVER: JSON.stringify(settings),
    },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`the bare server ended with exit code ${code}`)))
  })
  const stop = async () => {
    child.disconnect()
    await ended
  }
  return { origin: `http://127.0.0.1:${port}`, stop }
}
