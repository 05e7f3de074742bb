import { openPaymentsIn, type StoredCheckout } from '@/lib/checkout/payment-store'
import type { EndingTx, Tx } from '@/lib/db/transaction'
import { lockDue } from '@/lib/invoices/invoice-store'
import { openAccount } from '@/lib/ledger/account-store'
import { lockAccount } from '@/lib/ledger/lock-account'
import { holdTransfer, type NewTransfer, postTransfer } from '@/lib/ledger/transfer-store'
import type { SandboxOutcome } from '@/lib/merchant-api/payment-request'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { endSandboxPayment, planSandboxTurn, succeedSandboxPayment } from './sandbox-store'

/** How long a payment that timed out after the money moved is not known to have succeeded. */
const UNKNOWN_SECONDS = 10

/**
 * Gives a payment of the sandbox, which is locked and open, the outcome that was chosen for it. No wallet is touched. Refuses
 * what would overpay an invoice, as a wallet's payment is refused.
 */
export async function applyOutcome(
  tx: EndingTx,
  checkout: StoredCheckout,
  outcome: SandboxOutcome,
): Promise<Result<undefined, 'ALREADY_PAID'>> {
  const isPaying = outcome === 'succeed' || outcome === 'time_out'
  if (isPaying && !(await hasRoom(tx, checkout))) return err('ALREADY_PAID')
  openPaymentsIn(tx, [checkout])
  await (isPaying ? bringMoney(tx, checkout, outcome) : endUnpaid(tx, checkout.paymentId, outcome))
  return ok(undefined)
}

/** Whether the invoice that the payment is for, if any, still lacks as much. The invoice is locked. */
export async function hasRoom(tx: Tx, { paymentId, amountMinor }: StoredCheckout): Promise<boolean> {
  const due = await lockDue(tx, paymentId)
  return due === undefined || due >= amountMinor
}

// Far below what a column of the ledger holds: play money of one shop must not fill an account that all of them share.
const MOST_TEST_MONEY = 10n ** 17n

async function bringMoney(tx: EndingTx, checkout: StoredCheckout, outcome: 'succeed' | 'time_out'): Promise<void> {
  const { paymentId, amountMinor } = checkout
  const transfer = await transferOf(tx, checkout)
  const payee = await lockAccount(tx, transfer.creditAccountId)
  const isFull = (payee?.availableMinor ?? 0n) + amountMinor > MOST_TEST_MONEY
  if (isFull) return endUnpaid(tx, paymentId, 'decline')
  if (outcome === 'succeed') {
    mustMove(await postTransfer(tx, transfer))
    return succeedSandboxPayment(tx, paymentId)
  }
  mustMove(await holdTransfer(tx, transfer))
  return planSandboxTurn(tx, paymentId, UNKNOWN_SECONDS)
}

// Play money comes out of nothing, which cannot run short.
function mustMove(moved: Result<unknown, string>): void {
  if (!moved.ok) throw new Error(`the sandbox could not move play money: ${moved.error}`)
}

/** How a payment ends that nobody pays: its status, with the failure that it names. */
const unpaidEnds = {
  decline: ['FAILED', 'DECLINED'],
  insufficient_funds: ['FAILED', 'INSUFFICIENT_FUNDS'],
  expire: ['EXPIRED', null],
} as const

function endUnpaid(tx: EndingTx, paymentId: string, outcome: keyof typeof unpaidEnds): void {
  const [status, failureCode] = unpaidEnds[outcome]
  endSandboxPayment(tx, paymentId, status, failureCode)
}

/** Nobody is there to hear that the invoice was paid meanwhile: the payment itself says so. */
export function failAsAlreadyPaid(tx: EndingTx, checkout: StoredCheckout): void {
  openPaymentsIn(tx, [checkout])
  endSandboxPayment(tx, checkout.paymentId, 'FAILED', 'ALREADY_PAID')
}

async function transferOf(tx: EndingTx, checkout: StoredCheckout): Promise<NewTransfer> {
  const { mode, currency, amountMinor, paymentId, applicationId } = checkout
  if (applicationId === null) throw new Error('only applications have a sandbox')
  const nobody = await openAccount(tx, { kind: 'CASH_IN' }, mode, currency)
  const application = await openAccount(tx, { kind: 'APPLICATION', applicationId }, mode, currency)
  return {
    mode,
    currency,
    amountMinor,
    paymentId,
    debitAccountId: nobody.id,
    creditAccountId: application.id,
    reason: 'PAYMENT',
  }
}
