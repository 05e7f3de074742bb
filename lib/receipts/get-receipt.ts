import { sellerCard } from '@/lib/checkout/merchant-card'
import { nameParty } from '@/lib/checkout/name-parties'
import { storedOrder } from '@/lib/checkout/stored-order'
import { summariseOrder } from '@/lib/checkout/summarise-order'
import type { Gateway } from '@/lib/gateway/gateway'
import { keyText } from '@/lib/gateway/key-text'
import { knownCurrency } from '@/lib/money/known-currency'
import { parseProof } from '@/lib/opencharge/proof'
import { receiptKeys } from './receipt-keys'
import type { StoredReceipt } from './receipt-store'
import type { ReceiptView } from './receipt-view'

/** What the page of a receipt shows. */
export async function getReceipt(us: Gateway, token: string, receipt: StoredReceipt): Promise<ReceiptView> {
  const currency = knownCurrency(us.env.CURRENCIES, receipt.currency)
  const proof = parseProof(JSON.parse(receipt.proofText))
  const creditedOcid = proof.ok ? proof.value.to.ocid : receipt.merchantOcid
  const [merchant, issuer, gateway, [key]] = await Promise.all([
    sellerCard(us, receipt),
    nameParty(us, receipt.issuer),
    nameParty(us, creditedOcid),
    receiptKeys(us, receipt),
  ])
  return {
    token,
    url: receiptUrl(us, token),
    merchant,
    order: summariseOrder(storedOrder(receipt.orderText), currency, receipt.amountMinor),
    refunded: receipt.refundedMinor === 0n ? null : { amountMinor: receipt.refundedMinor, currency },
    paidAtEpochSeconds: receipt.paidAtEpochSeconds,
    txid: receipt.txid,
    issuer,
    keyText: keyText(receipt.publicKey),
    keySince: key?.firstSeenAt ?? receipt.paidAtEpochSeconds,
    creditedGateway: creditedOcid === receipt.merchantOcid ? null : gateway,
  }
}

export const receiptUrl = (us: Gateway, token: string): string => `${us.env.PUBLIC_URL}/receipts/${token}`
