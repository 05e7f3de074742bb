import { openPaymentIn, type StoredCheckout } from '@/lib/checkout/payment-store'
import type { EndingTx, Tx } from '@/lib/db/transaction'
import { lockDue } from '@/lib/invoices/invoice-store'
import { openAccount } from '@/lib/ledger/account-store'
import { holdTransfer, type NewTransfer, postTransfer } from '@/lib/ledger/transfer-store'
import type { SandboxOutcome } from '@/lib/merchant-api/payment-request'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { lockPayee } from '@/lib/refunds/refund-store'
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
  if (checkout.status === 'CREATED') openPaymentIn(tx, checkout.paymentId)
  await bringAbout(tx, checkout, isPaying && (await isFull(tx, checkout)) ? 'decline' : outcome)
  return ok(undefined)
}

/** Whether the invoice that the payment is for, if any, still lacks as much. The invoice is locked. */
export async function hasRoom(tx: Tx, { paymentId, amountMinor }: StoredCheckout): Promise<boolean> {
  const due = await lockDue(tx, paymentId)
  return due === undefined || due >= amountMinor
}

async function bringAbout(tx: EndingTx, checkout: StoredCheckout, outcome: SandboxOutcome): Promise<void> {
  const { paymentId } = checkout
  switch (outcome) {
    case 'succeed':
      await postTransfer(tx, await transferOf(tx, checkout))
      return succeedSandboxPayment(tx, paymentId)
    case 'time_out':
      await holdTransfer(tx, await transferOf(tx, checkout))
      return planSandboxTurn(tx, paymentId, UNKNOWN_SECONDS)
    case 'decline':
      return endSandboxPayment(tx, paymentId, 'FAILED', 'DECLINED')
    case 'insufficient_funds':
      return endSandboxPayment(tx, paymentId, 'FAILED', 'INSUFFICIENT_FUNDS')
    case 'expire':
      return endSandboxPayment(tx, paymentId, 'EXPIRED', null)
  }
}

// Far below what a column of the ledger holds: play money of one shop must not fill an account that all of them share.
const MOST_TEST_MONEY = 10n ** 17n

async function isFull(tx: Tx, { mode, currency, amountMinor, applicationId }: StoredCheckout): Promise<boolean> {
  if (applicationId === null) throw new Error('only applications have a sandbox')
  const application = await openAccount(tx, { kind: 'APPLICATION', applicationId }, mode, currency)
  return (await lockPayee(tx, application.id)) + amountMinor > MOST_TEST_MONEY
}

/** Nobody is there to hear that the invoice was paid meanwhile: the payment itself says so. */
export function failAsAlreadyPaid(tx: EndingTx, { paymentId, status }: StoredCheckout): void {
  if (status === 'CREATED') openPaymentIn(tx, paymentId)
  endSandboxPayment(tx, paymentId, 'FAILED', 'ALREADY_PAID')
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
