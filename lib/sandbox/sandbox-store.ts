import { type EndingTx, rows, type Tx } from '@/lib/db/transaction'

const SUCCEED = {
  name: 'sandbox-succeed',
  text: `WITH paid AS (
      UPDATE payments SET status = 'SUCCEEDED', strategy = 'sandbox', settled_at = now(), updated_at = now() WHERE id = $1 RETURNING id),
    planned AS (UPDATE app_payments SET sandbox_due_at = NULL WHERE payment_id = $1)
    UPDATE checkout_sessions s SET open = false FROM paid WHERE s.payment_id = paid.id`,
}

export function succeedSandboxPayment(tx: EndingTx, paymentId: string): void {
  tx.write(SUCCEED, [paymentId])
}

const END = {
  name: 'sandbox-end',
  text: `WITH ended AS (
      UPDATE payments SET status = $2::payment_status, failure_code = $3, updated_at = now() WHERE id = $1 RETURNING id),
    planned AS (UPDATE app_payments SET sandbox_due_at = NULL WHERE payment_id = $1)
    UPDATE checkout_sessions s SET open = false FROM ended WHERE s.payment_id = ended.id`,
}

export function endSandboxPayment(
  tx: EndingTx,
  paymentId: string,
  status: 'FAILED' | 'EXPIRED',
  failureCode: string | null,
): void {
  tx.write(END, [paymentId, status, failureCode])
}

const PLAN = {
  name: 'sandbox-plan',
  text: 'UPDATE app_payments SET sandbox_due_at = now() + make_interval(secs => $2) WHERE payment_id = $1',
}

/** Has the worker look at a payment again after so many seconds. */
export function planSandboxTurn(tx: EndingTx, paymentId: string, seconds: number): void {
  tx.write(PLAN, [paymentId, seconds])
}

const FORGET = { name: 'sandbox-forget', text: 'UPDATE app_payments SET sandbox_due_at = NULL WHERE payment_id = $1' }

export function forgetSandboxTurn(tx: EndingTx, paymentId: string): void {
  tx.write(FORGET, [paymentId])
}

const DUE = {
  name: 'sandbox-due',
  text: `SELECT s.id AS "sessionId", a.sandbox_outcome AS outcome FROM app_payments a JOIN checkout_sessions s ON s.payment_id = a.payment_id
    WHERE a.application_id = $1 AND a.sandbox_due_at <= now() ORDER BY a.sandbox_due_at LIMIT 1 FOR UPDATE OF a SKIP LOCKED`,
}

const DUE_APPLICATIONS = {
  name: 'sandbox-due-applications',
  text: 'SELECT DISTINCT application_id AS id FROM app_payments WHERE sandbox_due_at <= now()',
}

/** The applications of which a planned outcome is due. */
export async function findApplicationsInTurn(): Promise<string[]> {
  return (await rows<{ id: string }>(DUE_APPLICATIONS, [])).map(({ id }) => id)
}

/** The next payment of an application whose planned outcome is due, for this worker alone. */
export async function takeDueTurn(
  tx: Tx,
  applicationId: string,
): Promise<{ readonly sessionId: string; readonly outcome: string | null } | undefined> {
  const [row] = await tx.rows<{ sessionId: string; outcome: string | null }>(DUE, [applicationId])
  return row
}

const HELD = {
  name: 'sandbox-held',
  text: `SELECT id FROM transfers WHERE payment_id = $1 AND reason = 'PAYMENT' AND state = 'PENDING'`,
}

export async function findSandboxHold(tx: Tx, paymentId: string): Promise<bigint | undefined> {
  const [row] = await tx.rows<{ id: bigint }>(HELD, [paymentId])
  return row?.id
}
