import { forwardOrder, type OrderRouter } from '@/devnet/merchant-gateway/forward-order'
import { takenProof, takeProof } from '@/devnet/merchant-gateway/take-proof'
import type { PartyRoute } from '@/devnet/network/party-endpoint'
import type { ProofTeller } from '@/devnet/network/proof-teller'

/** Routes its merchants' orders to the payment gateway, takes the proofs, and owes the merchants what it received. */
export interface MerchantGateway extends OrderRouter {
  readonly teller: ProofTeller
  /** Since the start of this process. */
  readonly webhooks: { received: number; refused: number }
}

export const orderRoute = (router: OrderRouter): PartyRoute => ({
  method: 'POST',
  path: /^\/orders\/checkout$/,
  run: (call) => forwardOrder(router, call),
})

export const merchantGatewayRoutes = (gateway: MerchantGateway): readonly PartyRoute[] => [
  orderRoute(gateway),
  {
    method: 'POST',
    path: /^\/transfer\/webhook$/,
    known: (call) => takenProof(gateway, call),
    run: (call) => takeProof(gateway, call),
    onOutcome: ({ ok }) => {
      gateway.webhooks.received += 1
      if (!ok) gateway.webhooks.refused += 1
    },
  },
]
