import type { MerchantGateway } from '@/devnet/merchant-gateway/merchant-gateway'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { formatAmount, parseAmount } from '@/lib/money/money'
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
  const totals = [...devnetCurrencies.values()].map((currency) => {
    const amounts = proofs.filter((proof) => proof.currency === currency.code).map((proof) => minor(proof, currency))
    const total = amounts.reduce((sum, amount) => sum + amount, 0n)
    return [currency.code, formatAmount(total, currency.exponent)]
  })
  return Object.fromEntries(totals)
}

function minor(proof: Proof, currency: Parameters<typeof parseAmount>[1]): bigint {
  const amount = parseAmount(proof.amount, currency)
  if (!amount.ok) throw new Error(`the proof ${proof.txid} was accepted with an amount that is none`)
  return amount.value
}
