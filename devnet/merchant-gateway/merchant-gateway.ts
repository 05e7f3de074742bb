import { forwardOrder } from '@/devnet/merchant-gateway/forward-order'
import type { GatewayBook } from '@/devnet/merchant-gateway/gateway-book'
import type { MerchantTeller } from '@/devnet/merchant-gateway/merchant-teller'
import { takeProof } from '@/devnet/merchant-gateway/take-proof'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { PartyRoute } from '@/devnet/network/party-endpoint'

/** Routes its merchants' orders to the payment gateway, takes the proofs, and owes the merchants what it received. */
export interface MerchantGateway {
  readonly network: Network
  readonly party: Party
  readonly book: GatewayBook
  readonly teller: MerchantTeller
  readonly merchants: readonly number[]
  readonly paymentGatewayOcid: number
  /** Since the start of this process. */
  readonly webhooks: { received: number; refused: number }
}

export const merchantGatewayRoutes = (gateway: MerchantGateway): readonly PartyRoute[] => [
  { method: 'POST', path: /^\/orders\/checkout$/, run: (call) => forwardOrder(gateway, call) },
  {
    method: 'POST',
    path: /^\/transfer\/webhook$/,
    run: (call) => takeProof(gateway, call),
    onOutcome: ({ ok }) => {
      gateway.webhooks.received += 1
      if (!ok) gateway.webhooks.refused += 1
    },
  },
]
