import { randomUUID } from 'node:crypto'
import type { PreparedRequest } from '@/bench/load/run-load'
import { signRequest } from '@/lib/opencharge/request-signature'
import { signObject } from '@/lib/opencharge/signed-object'
import { type BenchNetwork, type BenchPeer, gatewayOcid } from './bench-network'

const path = '/opencharge/checkout/create'
export const successUrlStart = 'https://shop.example/thanks'
const urls = {
  success: `${successUrlStart}?session={SESSION_ID}`,
  cancel: 'https://shop.example/basket',
}

/** Makes a new order of the merchant, who takes proofs of `accepts`, and signs the request that the merchant gateway sends with it. */
export function signCheckout(
  { caller }: BenchNetwork,
  merchant: BenchPeer,
  accepts: readonly number[] = [gatewayOcid],
): PreparedRequest {
  const timestamp = Math.floor(Date.now() / 1000)
  const order = {
    id: `order-${randomUUID()}`,
    ocid: merchant.ocid,
    amount: '4.50',
    currency: 'USD',
    createdAt: timestamp,
    memo: 'Two things from the bench',
    accepts: [...accepts],
    items: [
      { id: 'coffee', name: 'Filter coffee, whole beans', quantity: 2, price: '1.50' },
      { id: 'cup', name: 'Paper cup', quantity: 1, price: '0.75' },
    ],
  }
  const signature = signObject(order, merchant.signer)
  const body = JSON.stringify({ order, signature, merchantOcid: merchant.ocid, urls })
  const request = { ocid: caller.ocid, timestamp, nonce: randomUUID(), method: 'POST', path, body }
  const headers = { 'content-type': 'application/json', ...signRequest(request, caller.signer) }
  return { method: 'POST', path, headers, body }
}

/** So many, for the first `merchants` merchants by turns. */
export function signCheckouts(network: BenchNetwork, count: number, merchants: number): PreparedRequest[] {
  const payees = network.merchants.slice(0, merchants)
  return Array.from({ length: count }, (_, index) => {
    const merchant = payees[index % payees.length]
    if (!merchant) throw new Error('the network has no merchant')
    return signCheckout(network, merchant)
  })
}
