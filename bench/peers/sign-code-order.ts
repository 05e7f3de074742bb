import { randomUUID } from 'node:crypto'
import type { PreparedRequest } from '@/bench/load/run-load'
import { signRequest } from '@/lib/opencharge/request-signature'
import { signObject } from '@/lib/opencharge/signed-object'
import { type BenchPeer, gatewayOcid } from './bench-network'

/** A merchant's request that brings a new order to the code of a person, at `path`. */
export function signCodeOrder({ ocid, signer }: BenchPeer, path: string): PreparedRequest {
  const timestamp = Math.floor(Date.now() / 1000)
  const terms = { amount: '4.50', currency: 'USD', createdAt: timestamp, accepts: [gatewayOcid] }
  const order = { id: `code-${randomUUID()}`, ocid, ...terms }
  const body = JSON.stringify({ order, signature: signObject(order, signer) })
  const signed = signRequest({ ocid, timestamp, nonce: randomUUID(), method: 'POST', path, body }, signer)
  return { method: 'POST', path, headers: { 'content-type': 'application/json', ...signed }, body }
}
