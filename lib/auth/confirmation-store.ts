import { columnsOf } from '@/lib/db/columns-of'
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

const stateSql = (asked: string) => `
    SELECT a.place::int AS place, l.amount_minor AS "askedAboveMinor", (
      SELECT c.confirmed_at FROM payment_confirmations c JOIN sessions s ON s.id = c.session_id
      WHERE c.session_id = a.browser AND s.user_id = a.payer AND c.subject = a.subject AND c.amount_minor = a.amount AND c.currency = a.currency
        AND c.confirmed_at > now() - make_interval(mins => ${confirmationMinutes})) AS "confirmedAt"
    FROM ${asked} AS a (payer, currency, amount, browser, subject, place)
    JOIN confirmation_limits l ON l.user_id = a.payer AND l.currency = a.currency AND l.amount_minor < a.amount`
// For lists PostgreSQL would make a new plan every time, however short they are.
const READ = {
  name: 'confirmation-read',
  text: stateSql('(SELECT $1::uuid, $2::text, $3::bigint, $4::uuid, $5::text, 1)'),
}
const READ_SEVERAL = {
  name: 'confirmation-read-several',
  text: stateSql('unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[], $5::text[]) WITH ORDINALITY'),
}

const NOT_ASKED: ConfirmationState = { askedAboveMinor: null, confirmedAt: null }

/** Whether this very payment must be confirmed, and was: in this browser, a few minutes ago. */
export async function readConfirmation(tx: Tx, payment: AskedPayment): Promise<ConfirmationState> {
  const { payerId, currency, amountMinor, browserSessionId, subject } = payment
  const values = [payerId, currency, amountMinor, browserSessionId ?? null, subject]
  const [state] = await tx.rows<ConfirmationState>(READ, values)
  return state ?? NOT_ASKED
}

/** The same for several payments, in their order. */
export async function readConfirmations(tx: Tx, payments: readonly AskedPayment[]): Promise<ConfirmationState[]> {
  const asked = await tx.rows<ConfirmationState & { place: number }>(
    READ_SEVERAL,
    columnsOf(payments, ['payerId', 'currency', 'amountMinor', 'browserSessionId', 'subject']),
  )
  const states = payments.map(() => NOT_ASKED)
  for (const { place, ...state } of asked) states[place - 1] = state
  return states
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
