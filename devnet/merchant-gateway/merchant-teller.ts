import type { GatewayBook } from '@/devnet/merchant-gateway/gateway-book'
import { callPeer } from '@/devnet/network/call-peer'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'

export interface MerchantTeller {
  /** Sends our proof to the merchant's webhook, unless the merchant has it. What fails is tried again until it works. */
  tell(orderId: string): void
  stop(): Promise<void>
}

const retryMs = 2_000

/** Tells merchants on its own time: the answer to the payment gateway waits for no merchant. */
export function startMerchantTeller(network: Network, party: Party, book: GatewayBook): MerchantTeller {
  const underWay = new Map<string, Promise<void>>()
  const tell = (orderId: string): void => {
    if (underWay.has(orderId)) return
    const telling = tellMerchant(network, party, book, orderId).finally(() => underWay.delete(orderId))
    underWay.set(orderId, telling)
  }
  const tellAll = () => {
    for (const { order } of book.orders()) tell(order.id)
  }
  const timer = setInterval(tellAll, retryMs)
  timer.unref()
  tellAll()
  return {
    tell,
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay.values())
    },
  }
}

async function tellMerchant(network: Network, from: Party, book: GatewayBook, orderId: string): Promise<void> {
  const routed = book.order(orderId)
  if (routed?.onward === undefined || routed.isMerchantTold) return
  const { proof, signature } = routed.onward
  const call = { from, toOcid: routed.order.ocid, path: '/transfer/webhook', body: { proof, signature } }
  const answer = await callPeer(network, call)
  if (answer.ok) book.record({ type: 'told', orderId })
}
