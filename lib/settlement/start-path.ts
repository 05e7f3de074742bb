import { randomBytes } from 'node:crypto'
import { openPaymentIn, type StoredCheckout } from '@/lib/checkout/payment-store'
import type { EndingTx, Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { type Mode, openAccount } from '@/lib/ledger/account-store'
import { holdTransfer, type NewTransfer, sendTransfer } from '@/lib/ledger/transfer-store'
import type { Order } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import { headroomMinor, lockReserve } from '@/lib/providers/reserve-store'
import type { ApplicationPath, OutsidePath, OwnPath, SettlementPath } from '@/lib/settlement-path/strategy'
import { newDeliveryId } from '@/lib/webhooks/delivery-id'
import { issueProof } from './issue-proof'
import { insertSettlement, readEarlierAttempts } from './live-settlement-store'
import { planSteps } from './outside-steps'
import { settleInHouse, settlePayment } from './settlement-store'

/** Who pays what from which wallet. The payment and the wallet are locked, and the wallet has the money. */
export interface Paying {
  readonly checkout: StoredCheckout
  readonly order: Order
  readonly payerId: string
  readonly walletId: bigint
  /** The process that goes on with the settlement, when there is something to go on with. */
  readonly leaseOwner: string
}

export type Started = { readonly kind: 'settled' } | { readonly kind: 'begun'; readonly settlementId: string }

/** Moves the money along a path, or holds it while others do. `RESERVE_TAKEN`: other payments were faster with that reserve. */
export async function startPath(
  tx: EndingTx,
  us: Gateway,
  paying: Paying,
  path: SettlementPath,
): Promise<Result<Started, 'RESERVE_TAKEN'>> {
  if (paying.checkout.status === 'CREATED') openPaymentIn(tx, paying.checkout.paymentId)
  if ('providers' in path) return beginOutside(tx, us, paying, path)
  const { mode, currency } = paying.checkout
  sendTransfer(tx, transferOf(paying, await payeeAccount(tx, path, mode, currency)))
  settle(tx, us, paying, path)
  return ok({ kind: 'settled' })
}

function transferOf({ checkout, walletId }: Paying, creditAccountId: bigint): NewTransfer {
  const { mode, currency, amountMinor, paymentId } = checkout
  return { mode, currency, amountMinor, debitAccountId: walletId, creditAccountId, paymentId, reason: 'PAYMENT' }
}

/** Settled by our own proof, as soon as the money has moved. */
type BookedPath = OwnPath | ApplicationPath

const payees = new Map<string, bigint>()

// Accounts are never deleted, so an id that was committed once is good for ever; one opened in this transaction is not kept.
async function payeeAccount(tx: Tx, { payee }: BookedPath, mode: Mode, currency: string): Promise<bigint> {
  const key = `${payee.kind}:${'applicationId' in payee ? payee.applicationId : payee.ocid}:${mode}:${currency}`
  const known = payees.get(key)
  if (known !== undefined) return known
  const opened = await openAccount(tx, payee, mode, currency)
  if (!opened.isNew) payees.set(key, opened.id)
  return opened.id
}

function settle(tx: EndingTx, us: Gateway, { checkout, order, payerId }: Paying, path: BookedPath): void {
  const { paymentId } = checkout
  const proof = proofOf(us, { checkout, order }, path, Math.floor(Date.now() / 1000))
  const { strategy, payee } = path
  const settled = { paymentId, payerId, strategy, proof, ourOcid: us.ocid, receiverOcid: payee.ocid }
  // An application hears of it by the event that the commit brings about.
  if (payee.kind === 'APPLICATION') settleInHouse(tx, settled)
  else settlePayment(tx, { ...settled, deliveryId: newDeliveryId() })
}

/** Our proof that the payee was credited. */
function proofOf(
  us: Gateway,
  { checkout, order }: Pick<Paying, 'checkout' | 'order'>,
  path: BookedPath,
  timestampEpochSeconds: number,
): SignedProof {
  const to = { ocid: path.payee.ocid, reference: order.id }
  // The amount in the merchant's own digits: the same number, and a receiver that compares text is served as well.
  const { amount, currency } = order
  return issueProof(us, {
    paymentId: checkout.paymentId,
    to,
    amount,
    currency,
    memo: path.memo,
    timestampEpochSeconds,
  })
}

/** One hold reserves the payer's money and what it will use of our reserve, so that payments at once cannot overdraw either. */
async function beginOutside(
  tx: Tx,
  us: Gateway,
  paying: Paying,
  path: OutsidePath,
): Promise<Result<Started, 'RESERVE_TAKEN'>> {
  const { checkout, payerId, leaseOwner } = paying
  const { paymentId, mode, currency, amountMinor } = checkout
  const { strategy, providers } = path
  const reserve = await lockReserve(tx, mode, currency, providers.at(-1) ?? us.ocid)
  if (!reserve || headroomMinor(reserve) < amountMinor) return err('RESERVE_TAKEN')
  const held = await holdTransfer(tx, transferOf(paying, reserve.accountId))
  if (!held.ok) throw new Error('the wallet and the reserve were checked under their locks and yet overdrawn')
  const attempt = (await readEarlierAttempts(tx, paymentId)).count + 1
  const id = `stl_${randomBytes(15).toString('base64url')}`
  const steps = planSteps(path, paymentId, attempt)
  const holdId = held.value
  await insertSettlement(tx, { id, paymentId, payerId, attempt, strategy, providers, holdId, leaseOwner, steps })
  return ok({ kind: 'begun', settlementId: id })
}
