import { rows } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { knownCurrency } from '@/lib/money/known-currency'
import type { Money } from '@/lib/money/money'
import { nameParty } from './name-parties'
import { NO_HOLD } from './payment-store'

/** An order that came to one person, and that this person has neither paid nor declined. */
export interface WaitingOrder {
  /** Its page. */
  readonly sessionId: string
  readonly merchantName: string
  readonly total: Money
}

const MOST_SHOWN = 3

const LIST = {
  name: 'checkout-waiting-orders',
  quick: true,
  text: `
    SELECT s.id AS "sessionId", s.merchant_ocid AS "merchantOcid", p.amount_minor AS "amountMinor", p.currency
    FROM checkout_sessions s JOIN payments p ON p.id = s.payment_id
    WHERE s.bound_user_id = $1 AND s.open AND p.status IN ('CREATED', 'PENDING') AND p.expires_at > now() AND ${NO_HOLD}
    ORDER BY s.created_at DESC LIMIT $2`,
}

interface Row {
  readonly sessionId: string
  readonly merchantOcid: bigint
  readonly amountMinor: bigint
  readonly currency: string
}

/** The orders that wait for this person's answer, newest first: whoever left the page of one finds it again. */
export async function listWaitingOrders(us: Gateway, userId: string): Promise<WaitingOrder[]> {
  const found = await rows<Row & Record<string, unknown>>(LIST, [userId, MOST_SHOWN])
  return Promise.all(
    found.map(async ({ sessionId, merchantOcid, amountMinor, currency }) => ({
      sessionId,
      merchantName: (await nameParty(us, Number(merchantOcid))).name,
      total: { amountMinor, currency: knownCurrency(us.env.CURRENCIES, currency) },
    })),
  )
}
