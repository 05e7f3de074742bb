import { randomBytes } from 'node:crypto'
import { openPaymentsIn, type StoredCheckout } from '@/lib/checkout/payment-store'
import type { EndingTx, Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { openAccount } from '@/lib/ledger/account-store'
import { knownAccount, rememberAccount } from '@/lib/ledger/known-accounts'
import { holdTransfer, type NewTransfer, sendTransfers } from '@/lib/ledger/transfer-store'
import type { Order } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import { headroomMinor, lockReserve } from '@/lib/providers/reserve-store'
import type { ApplicationPath, OutsidePath, OwnPath, SettlementPath } from '@/lib/settlement-path/strategy'
import { newDeliveryId } from '@/lib/webhooks/delivery-id'
import { issueProof } from './issue-proof'
import { insertSettlement, readEarlierAttempts } from './live-settlement-store'
import { planSteps } from './outside-steps'
import { type SettledPayment, settlePayments } from './settlement-store'

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
  if ('providers' in path) return beginOutside(tx, us, paying, path)
  writeBookings(tx, [bookingOf(us, paying, path, await payeeAccount(tx, path, paying.checkout))])
  return ok({ kind: 'settled' })
}

/** A payment whose money moves at once: all that is to be written of it. */
export interface Booking {
  readonly checkout: StoredCheckout
  readonly transfer: NewTransfer
  readonly settled: SettledPayment
}

/** Moves the money of each, whose payment and wallet are locked, and settles it with our proof. */
export function writeBookings(tx: EndingTx, bookings: readonly Booking[]): void {
  openPaymentsIn(
    tx,
    bookings.map(({ checkout }) => checkout),
  )
  sendTransfers(
    tx,
    bookings.map(({ transfer }) => transfer),
  )
  settlePayments(
    tx,
    bookings.map(({ settled }) => settled),
  )
}

/** What a payment along a path of our own writes, with a new proof. */
export function bookingOf(us: Gateway, paying: Paying, path: BookedPath, payeeAccountId: bigint): Booking {
  const { checkout, payerId } = paying
  const { strategy, payee } = path
  const settled = {
    paymentId: checkout.paymentId,
    payerId,
    strategy,
    proof: proofOf(us, paying, path, Math.floor(Date.now() / 1000)),
    ourOcid: us.ocid,
    receiverOcid: payee.ocid,
    // An application hears of it by the event that the commit brings about.
    deliveryId: payee.kind === 'APPLICATION' ? null : newDeliveryId(),
  }
  return { checkout, transfer: transferOf(paying, payeeAccountId), settled }
}

function transferOf({ checkout, walletId }: Paying, creditAccountId: bigint): NewTransfer {
  const { mode, currency, amountMinor, paymentId } = checkout
  return { mode, currency, amountMinor, debitAccountId: walletId, creditAccountId, paymentId, reason: 'PAYMENT' }
}

/** Settled by our own proof, as soon as the money has moved. */
export type BookedPath = OwnPath | ApplicationPath

type AccountMoney = Pick<StoredCheckout, 'mode' | 'currency'>

/** The payee's account, when a payment of this process has found it open before. */
export const knownPayeeAccount = ({ payee }: BookedPath, { mode, currency }: AccountMoney): bigint | undefined =>
  knownAccount(payee, mode, currency)

async function payeeAccount(tx: Tx, { payee }: BookedPath, { mode, currency }: AccountMoney): Promise<bigint> {
  const known = knownAccount(payee, mode, currency)
  if (known !== undefined) return known
  const opened = await openAccount(tx, payee, mode, currency)
  if (!opened.isNew) rememberAccount(payee, mode, currency, opened.id)
  return opened.id
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
  tx: EndingTx,
  us: Gateway,
  paying: Paying,
  path: OutsidePath,
): Promise<Result<Started, 'RESERVE_TAKEN'>> {
  const { checkout, payerId, leaseOwner } = paying
  const { paymentId, mode, currency, amountMinor } = checkout
  const { strategy, providers } = path
  openPaymentsIn(tx, [checkout])
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
