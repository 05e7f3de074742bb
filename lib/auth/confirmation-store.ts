import { rows, type Tx } from '@/lib/db/transaction'

/** A payment that somebody wants to make. `subject` says which: of a checkout its session id. */
export interface AskedPayment {
  readonly payerId: string
  /** The signed-in browser that asks (`sessionId` of currentUser). Without one nothing counts as confirmed. */
  readonly browserSessionId: string | undefined
  readonly subject: string
  readonly amountMinor: bigint
  readonly currency: string
}

export interface ConfirmationState {
  /** Above this amount the person wants to be asked again; null when that is not so, or this payment is not above it. */
  readonly askedAboveMinor: bigint | null
  readonly confirmedAt: Date | null
}

export const confirmationMinutes = 5

const READ = {
  name: 'confirmation-read',
  text: `
    SELECT l.amount_minor AS "askedAboveMinor", (
      SELECT c.confirmed_at FROM payment_confirmations c JOIN sessions s ON s.id = c.session_id
      WHERE c.session_id = $4 AND s.user_id = $1 AND c.subject = $5 AND c.amount_minor = $3 AND c.currency = $2
        AND c.confirmed_at > now() - make_interval(mins => ${confirmationMinutes})) AS "confirmedAt"
    FROM confirmation_limits l WHERE l.user_id = $1 AND l.currency = $2 AND l.amount_minor < $3`,
}

/** Whether this very payment must be confirmed, and was: in this browser, a few minutes ago. */
export async function readConfirmation(
  tx: Tx,
  { payerId, browserSessionId, subject, amountMinor, currency }: AskedPayment,
): Promise<ConfirmationState> {
  const values = [payerId, currency, amountMinor, browserSessionId ?? null, subject]
  const [row] = await tx.rows<ConfirmationState>(READ, values)
  return row ?? { askedAboveMinor: null, confirmedAt: null }
}

/** The same for a page that shows what is to be confirmed. */
export async function findConfirmation(payment: AskedPayment): Promise<ConfirmationState> {
  return readConfirmation({ rows }, payment)
}

const SAVE = {
  name: 'confirmation-save',
  text: `
    INSERT INTO payment_confirmations (session_id, subject, amount_minor, currency) VALUES ($1, $2, $3, $4)
    ON CONFLICT (session_id, subject) DO UPDATE
    SET amount_minor = excluded.amount_minor, currency = excluded.currency, confirmed_at = now()`,
}

/** The payment was confirmed with a passkey in this browser, just now. */
export async function saveConfirmation(
  browserSessionId: string,
  { subject, amountMinor, currency }: Pick<AskedPayment, 'subject' | 'amountMinor' | 'currency'>,
): Promise<void> {
  await rows(SAVE, [browserSessionId, subject, amountMinor, currency])
}
