import { randomUUID } from 'node:crypto'
import type { PreparedRequest } from '@/bench/load/run-load'
import { signRequest } from '@/lib/opencharge/request-signature'
import type { BenchNetwork, BenchPeer } from './bench-network'

const path = '/opencharge/transfer/create'

/** So many transfers, from the partners and to the merchants by turns. */
export function signTransfers({ partners, merchants }: BenchNetwork, count: number): PreparedRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const [partner, merchant] = [partners[index % partners.length], merchants[index % merchants.length]]
    if (!partner || !merchant) throw new Error('the network has no partner or no merchant')
    return signTransfer(partner, merchant)
  })
}

function signTransfer(partner: BenchPeer, merchant: BenchPeer): PreparedRequest {
  const body = JSON.stringify({
    from: { ocid: partner.ocid, reference: `payment-${randomUUID()}` },
    to: { ocid: merchant.ocid, reference: `order-${randomUUID()}` },
    amount: '4.50',
    currency: 'USD',
    memo: 'Two things from the bench',
  })
  const timestamp = Math.floor(Date.now() / 1000)
  const request = { ocid: partner.ocid, timestamp, nonce: randomUUID(), method: 'POST', path, body }
  const headers = { 'content-type': 'application/json', ...signRequest(request, partner.signer) }
  return { method: 'POST', path, headers, body }
}
