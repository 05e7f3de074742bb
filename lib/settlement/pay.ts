import { randomBytes } from 'node:crypto'
import type { PayError } from '@/lib/checkout/checkout-view'
import { findCheckout, lockCheckout, openPaymentIn, type StoredCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { violatedConstraint } from '@/lib/db/sql-error'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { type Mode, openAccount } from '@/lib/ledger/account-store'
import { postTransfer } from '@/lib/ledger/transfer-store'
import type { Order } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import { findPath } from '@/lib/settlement-path/find-path'
import { settlementRequest } from '@/lib/settlement-path/settlement-request'
import type { SettlementPath } from '@/lib/settlement-path/strategy'
import { decidePay } from './decide-pay'
import { issueProof } from './issue-proof'
import { lockWallet, settlePayment } from './settlement-store'

export interface PayInput {
  readonly sessionId: string
  readonly payerId: string
  /** The id of the wallet that the payer chose, as it came from the form. */
  readonly walletId: bigint
}

export interface Paid {
  readonly sessionId: string
  readonly successUrl: string | null
}

/** Pays a checkout: one transaction from the payer's wallet to the payee, with our proof and the webhook that carries it. */
export async function pay(us: Gateway, input: PayInput): Promise<Result<Paid, PayError>> {
  const checkout = await findCheckout(input.sessionId)
  if (!checkout) return err('SESSION_NOT_FOUND')
  const order = storedOrder(checkout.orderText)
  const path = await choosePath(us, checkout, order)
  if (!path.ok && isPayable(checkout)) return path
  try {
    return await inTransaction((tx) => payIn(tx, us, input, order, path.ok ? path.value : undefined))
  } catch (cause) {
    // The same order was paid a moment ago through another page of it.
    if (violatedConstraint(cause) === 'one_payment_per_order') return err('ALREADY_PAID')
    throw cause
  }
}

// Of a checkout that is over, that is what the payer must hear, whatever the way would have been.
const isPayable = ({ status, expiresAtEpochSeconds }: StoredCheckout) =>
  (status === 'CREATED' || status === 'PENDING') && Date.now() / 1000 < expiresAtEpochSeconds

/** The way is chosen anew when paying: the gateway may have changed whom it accepts since the page was made. */
async function choosePath(
  us: Gateway,
  checkout: StoredCheckout,
  order: Order,
): Promise<Result<SettlementPath, PayError>> {
  const caller = await us.registry.peer(checkout.callerOcid)
  if (!caller.ok) return err('MERCHANT_UNREACHABLE')
  const [partner, merchant] = await Promise.all([findPartner(checkout.callerOcid), findPartner(checkout.merchantOcid)])
  if (partner?.blocked || merchant?.blocked) return err('SETTLEMENT_NOT_SUPPORTED')
  const path = findPath(settlementRequest(us.ocid, order, caller.value, partner))
  return path.ok ? path : err('SETTLEMENT_NOT_SUPPORTED')
}

async function payIn(
  tx: Tx,
  us: Gateway,
  input: PayInput,
  order: Order,
  path: SettlementPath | undefined,
): Promise<Result<Paid, PayError>> {
  const checkout = await lockCheckout(tx, input.sessionId)
  const wallet = checkout && (await lockWallet(tx, input.walletId, input.payerId, checkout.mode))
  const decision = decidePay(checkout, wallet, input.payerId, Math.floor(Date.now() / 1000))
  if (!decision.ok) return decision
  if (!checkout) return err('SESSION_NOT_FOUND')
  const paid = ok({ sessionId: checkout.sessionId, successUrl: checkout.successUrl })
  if (decision.value === 'already') return paid
  if (!path) return err('SETTLEMENT_NOT_SUPPORTED')
  await moveMoney(tx, checkout, input.walletId, path)
  await settle(tx, us, checkout, order, input.payerId, path)
  return paid
}

async function moveMoney(tx: Tx, checkout: StoredCheckout, walletId: bigint, path: SettlementPath): Promise<void> {
  const { mode, currency, amountMinor, paymentId } = checkout
  if (checkout.status === 'CREATED') await openPaymentIn(tx, paymentId)
  const creditAccountId = await payeeAccount(tx, path, mode, currency)
  const moved = await postTransfer(tx, {
    mode,
    currency,
    amountMinor,
    debitAccountId: walletId,
    creditAccountId,
    paymentId,
    reason: 'PAYMENT',
  })
  if (!moved.ok) throw new Error('the wallet was checked under its lock and yet overdrawn')
}

const payees = new Map<string, bigint>()

// Accounts are never deleted, so an id that was committed once is good for ever; one opened in this transaction is not kept.
async function payeeAccount(tx: Tx, { payee }: SettlementPath, mode: Mode, currency: string): Promise<bigint> {
  const key = `${payee.kind}:${payee.ocid}:${mode}:${currency}`
  const known = payees.get(key)
  if (known !== undefined) return known
  const opened = await openAccount(tx, payee, mode, currency)
  if (!opened.isNew) payees.set(key, opened.id)
  return opened.id
}

async function settle(
  tx: Tx,
  us: Gateway,
  checkout: StoredCheckout,
  order: Order,
  payerId: string,
  path: SettlementPath,
): Promise<void> {
  const { paymentId } = checkout
  const to = { ocid: path.payee.ocid, reference: order.id }
  const timestampEpochSeconds = Math.floor(Date.now() / 1000)
  // The amount in the merchant's own digits: the same number, and a receiver that compares text is served as well.
  const { amount, currency } = order
  const proof = issueProof(us, { paymentId, to, amount, currency, memo: path.memo, timestampEpochSeconds })
  const deliveryId = `dlv_${randomBytes(15).toString('base64url')}`
  const { strategy } = path
  await settlePayment(tx, {
    paymentId,
    payerId,
    strategy,
    proof,
    ourOcid: us.ocid,
    receiverOcid: path.payee.ocid,
    deliveryId,
  })
}
