import type { House } from '@/devnet/house/house'
import type { Payment, Transfer } from '@/devnet/house/house-events'
import { paymentState } from '@/devnet/house/verify-txid'
import type { Proof } from '@/lib/opencharge/proof'

/** A house's books, with amounts as decimal strings; for those who compare them with other books. */
export function describeHouse({ network, party, book }: House) {
  const now = network.nowEpochSeconds()
  const nameOf = ({ issuer, txid }: Proof) => `${issuer} ${txid}`
  const used = new Set(book.payments().flatMap(({ settled }) => (settled ? [nameOf(settled.received.proof)] : [])))
  return {
    name: party.name,
    reserves: book.reserves.describe(),
    transfers: book.transfers().map(describeTransfer),
    payments: book.payments().map((payment) => describePayment(payment, now)),
    /** Proofs that came by webhook and have settled nothing. */
    unmatched: book.received.all().flatMap(({ proof }) => (used.has(nameOf(proof)) ? [] : [proof])),
  }
}

const describeTransfer = ({ callerOcid, request, issued }: Transfer) => ({
  reference: request.from.reference ?? null,
  callerOcid,
  to: request.to,
  amount: request.amount,
  currency: request.currency,
  txid: issued.proof.txid,
})

const describePayment = (payment: Payment, nowEpochSeconds: number) => ({
  txid: payment.txid,
  state: paymentState(payment, nowEpochSeconds),
  reference: payment.request.reference ?? null,
  orderId: payment.request.order?.id ?? null,
  callerOcid: payment.callerOcid,
  to: payment.request.to,
  amount: payment.request.amount,
  currency: payment.request.currency,
  expiresAt: payment.expiresAt,
  settledBy: payment.settled
    ? { issuer: payment.settled.received.proof.issuer, txid: payment.settled.received.proof.txid }
    : null,
})
