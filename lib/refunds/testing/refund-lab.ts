import type { Application } from '@/lib/applications/application-store'
import { sql } from '@/lib/db/testing/sql'
import { inTransaction } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import type { MerchantCall, Outcome } from '@/lib/merchant-api/merchant-route'
import { createRefund } from '@/lib/merchant-api/refunds'
import { makeAppPayment } from '@/lib/merchant-api/testing/make-app-payment'
import { chooseOutcome } from '@/lib/sandbox/choose-outcome'
import type { Payer, PayLab } from '@/lib/settlement/testing/pay-lab'
import { makePayer } from '@/lib/settlement/testing/pay-lab'

/** A payment of an application of 5.00 USD that somebody has paid; in TEST nobody. */
export async function makePaid(lab: PayLab, application: Application, mode: Mode = 'LIVE', fields = {}) {
  const payment = await makeAppPayment(lab.us, application, mode, fields)
  const payer: Payer = await makePayer(10_000n)
  if (mode === 'TEST') await chooseOutcome(payment.sessionId, 'succeed')
  else await lab.pay(payment, payer)
  return { ...payment, payer }
}

interface Caller {
  readonly application: Application
  readonly mode?: Mode
}

/** A call as the frame of the merchant API hands it on. */
export function callOf<Body>(lab: PayLab, { application, mode = 'LIVE' }: Caller, id: string, body: Body) {
  const request = new Request('https://gateway.example/')
  const more = { params: { id }, query: () => ({}), now: new Date(), credentialId: 'cred_test' }
  return { gateway: lab.us, request, application, mode, body, ...more } satisfies MerchantCall<Body>
}

/** POST /payments/{id}/refunds, as the frame runs it. */
export async function refund(lab: PayLab, caller: Caller, paymentId: string, amountMinor: number): Promise<Outcome> {
  return inTransaction((tx) => createRefund(callOf(lab, caller, paymentId, { amountMinor }), tx))
}

/** The refunds of a payment with what they moved, and what its state is by now. */
export async function refundsOf(paymentId: string) {
  const [payment] = await sql(`SELECT status FROM payments WHERE id = '${paymentId}'`)
  const refunds = await sql(`SELECT status, amount_minor AS amount, failure_code AS code FROM refunds
    WHERE payment_id = '${paymentId}' ORDER BY created_at, id`)
  const [moved] = await sql(
    `SELECT coalesce(sum(amount_minor), 0)::int AS total FROM transfers WHERE payment_id = '${paymentId}' AND reason = 'REFUND'`,
  )
  return { status: payment?.status, refunds, movedMinor: Number(moved?.total) }
}
