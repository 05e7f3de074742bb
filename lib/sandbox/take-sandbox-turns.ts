import { lockCheckout } from '@/lib/checkout/payment-store'
import { type EndingTx, inTransaction } from '@/lib/db/transaction'
import { resolveTransfer } from '@/lib/ledger/transfer-store'
import { sandboxOutcomes } from '@/lib/merchant-api/payment-request'
import { applyOutcome, failAsAlreadyPaid, hasRoom } from './sandbox-outcome'
import {
  findApplicationsInTurn,
  findSandboxHold,
  forgetSandboxTurn,
  succeedSandboxPayment,
  takeDueTurn,
} from './sandbox-store'

const MOST_ROUNDS = 20
const MOST_OF_ONE = 25

/** Lets every planned outcome of the sandbox that is due come true, a few of each application in turn. Gives how many did. */
export async function takeSandboxTurns(): Promise<number> {
  let done = 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const applications = await findApplicationsInTurn()
    const before = done
    for (const id of applications) done += await takeTurnsOf(id)
    // Nothing is due any more, or another worker has it in hand.
    if (done === before) break
  }
  return done
}

async function takeTurnsOf(applicationId: string): Promise<number> {
  for (let done = 0; done < MOST_OF_ONE; done++) {
    if (!(await inTransaction((tx) => takeTurn(tx, applicationId)))) return done
  }
  return MOST_OF_ONE
}

async function takeTurn(tx: EndingTx, applicationId: string): Promise<boolean> {
  const due = await takeDueTurn(tx, applicationId)
  if (!due) return false
  const checkout = await lockCheckout(tx, due.sessionId)
  if (!checkout) throw new Error(`the checkout ${due.sessionId} is gone`)
  const { paymentId, status, isHeld } = checkout
  if (isHeld) {
    // It had timed out after the money moved: now the outcome is known.
    const hold = await findSandboxHold(tx, paymentId)
    const isPaid = await hasRoom(tx, checkout)
    if (hold !== undefined) await resolveTransfer(tx, hold, isPaid ? 'POSTED' : 'VOIDED')
    if (isPaid) succeedSandboxPayment(tx, paymentId)
    else failAsAlreadyPaid(tx, checkout)
    return true
  }
  const outcome = sandboxOutcomes.find((known) => known === due.outcome)
  if (!outcome || (status !== 'CREATED' && status !== 'PENDING')) forgetSandboxTurn(tx, paymentId)
  else if (!(await applyOutcome(tx, checkout, outcome)).ok) failAsAlreadyPaid(tx, checkout)
  return true
}
