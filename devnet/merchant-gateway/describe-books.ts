import type { MerchantGateway } from '@/devnet/merchant-gateway/merchant-gateway'
import { bookedMoney } from '@/devnet/network/booked-money'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { formatAmount } from '@/lib/money/money'
import type { Proof } from '@/lib/opencharge/proof'

/** What the merchant gateway holds and owes, as decimal strings; for those who compare it with other books. */
export function describeBooks({ party, book, merchants, webhooks }: MerchantGateway) {
  const orders = book.orders()
  const received = book.proofs.all().map(({ proof }) => proof)
  const credited = new Set(orders.map((order) => order.received?.proof.txid))
  const owed = (merchant: number) =>
    orders.flatMap(({ order, onward }) => (order.ocid === merchant && onward ? [onward.proof] : []))
  return {
    ocid: party.ocid,
    received: sumByCurrency(received),
    owed: Object.fromEntries(merchants.map((merchant) => [String(merchant), sumByCurrency(owed(merchant))])),
    surplus: received.filter(({ txid }) => !credited.has(txid)),
    webhooks: { ...webhooks },
  }
}

function sumByCurrency(proofs: readonly Proof[]): Record<string, string> {
  const totals = [...devnetCurrencies.values()].map(({ code, exponent }) => {
    const amounts = proofs.filter(({ currency }) => currency === code).map((proof) => bookedMoney(proof).amountMinor)
    return [
      code,
      formatAmount(
        amounts.reduce((sum, amount) => sum + amount, 0n),
        exponent,
      ),
    ]
  })
  return Object.fromEntries(totals)
}
