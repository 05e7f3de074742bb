import { randomUUID } from 'node:crypto'
import type { PreparedRequest } from '@/bench/load/run-load'
import { signRequest } from '@/lib/opencharge/request-signature'
import type { BenchNetwork, BenchPeer } from './bench-network'

const path = '/opencharge/transfer/create'

/** Whom a transfer names as its recipient. */
export interface Recipient {
  readonly ocid: number
  readonly reference: string
}

/** So many transfers, from the partners and to the recipients by turns. */
export function signTransfers(
  { partners }: BenchNetwork,
  recipients: readonly Recipient[],
  count: number,
): PreparedRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const [partner, recipient] = [partners[index % partners.length], recipients[index % recipients.length]]
    if (!partner || !recipient) throw new Error('there is no partner or no recipient')
    return signTransfer(partner, recipient)
  })
}

function signTransfer(partner: BenchPeer, to: Recipient): PreparedRequest {
  const body = JSON.stringify({
    from: { ocid: partner.ocid, reference: `payment-${randomUUID()}` },
    to,
    amount: '4.50',
    currency: 'USD',
    memo: 'Two things from the bench',
  })
  const timestamp = Math.floor(Date.now() / 1000)
  const request = { ocid: partner.ocid, timestamp, nonce: randomUUID(), method: 'POST', path, body }
  const headers = { 'content-type': 'application/json', ...signRequest(request, partner.signer) }
  return { method: 'POST', path, headers, body }
}
