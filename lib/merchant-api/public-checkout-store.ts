import type { PaymentStatus } from '@/lib/checkout/payment-store'
import { rows } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'

export interface PublicCheckout {
  readonly id: string
  readonly sessionId: string
  readonly status: PaymentStatus
  readonly mode: Mode
  readonly amountMinor: bigint
  readonly currency: string
  readonly appName: string
  readonly paidAt: Date | null
}

const FIND = {
  quick: true,
  name: 'public-checkout-find',
  text: `SELECT p.id, s.id AS "sessionId", p.status, p.mode, p.amount_minor AS "amountMinor", p.currency, a.name AS "appName", p.settled_at AS "paidAt"
    FROM payments p JOIN applications a ON a.id = p.application_id JOIN checkout_sessions s ON s.payment_id = p.id WHERE p.id = $1`,
}

export async function findPublicCheckout(reference: string): Promise<PublicCheckout | undefined> {
  const [row] = await rows<PublicCheckout>(FIND, [reference])
  return row
}
