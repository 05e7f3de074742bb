import { openPaymentIn, type StoredCheckout } from '@/lib/checkout/payment-store'
import type { EndingTx } from '@/lib/db/transaction'
import { openAccount } from '@/lib/ledger/account-store'
import { holdTransfer, type NewTransfer, postTransfer } from '@/lib/ledger/transfer-store'
import type { SandboxOutcome } from '@/lib/merchant-api/payment-request'
import { endSandboxPayment, planSandboxTurn, succeedSandboxPayment } from './sandbox-store'

/** How long a payment that timed out after the money moved is not known to have succeeded. */
const UNKNOWN_SECONDS = 10

/** Gives a payment of the sandbox, which is locked and open, the outcome that was chosen for it. No wallet is touched. */
export async function applyOutcome(tx: EndingTx, checkout: StoredCheckout, outcome: SandboxOutcome): Promise<void> {
  const { paymentId, status } = checkout
  if (status === 'CREATED') openPaymentIn(tx, paymentId)
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
