import type { GatewayBook, RoutedOrder } from '@/devnet/merchant-gateway/gateway-book'
import type { ProofLetter, ProofOutbox } from '@/devnet/network/proof-teller'

/** The proofs that merchants have not heard of yet, by order. */
export const orderOutbox = (book: GatewayBook): ProofOutbox => ({
  letter: (orderId) => letterOf(book.order(orderId)),
  letters: () => book.orders().flatMap((routed) => letterOf(routed) ?? []),
  delivered: (orderId) => book.record({ type: 'told', orderId }),
})

function letterOf(routed: RoutedOrder | undefined): ProofLetter | undefined {
  if (routed?.onward === undefined || routed.isMerchantTold) return undefined
  return { id: routed.order.id, signed: routed.onward }
}
