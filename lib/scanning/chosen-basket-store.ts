import { rows } from '@/lib/db/transaction'

const SAVE = {
  name: 'chosen-basket-save',
  text: `
    WITH saved AS (INSERT INTO chosen_baskets (session_id, basket_text) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING basket_text)
    SELECT basket_text = $2 AS "isKept" FROM saved
    UNION ALL SELECT basket_text = $2 FROM chosen_baskets WHERE session_id = $1 LIMIT 1`,
}

/**
 * Keeps what was chosen beside the page of the order that came back for it. False: the same order came back for another choice
 * before, and what is kept is that one.
 */
export async function saveChosenBasket(sessionId: string, basketText: string): Promise<boolean> {
  const [row] = await rows<{ isKept: boolean }>(SAVE, [sessionId, basketText])
  return row?.isKept ?? false
}

// Only for the one person to whom the order came.
const FIND = {
  name: 'chosen-basket-find',
  text: `
    SELECT b.basket_text AS "basketText", s.order_text AS "orderText", s.merchant_ocid::float8 AS "merchantOcid"
    FROM chosen_baskets b JOIN checkout_sessions s ON s.id = b.session_id
    WHERE b.session_id = $1 AND s.bound_user_id = $2`,
}

export interface StoredChoice {
  readonly basketText: string
  readonly orderText: string
  readonly merchantOcid: number
}

export async function findChosenBasket(sessionId: string, userId: string): Promise<StoredChoice | undefined> {
  const [row] = await rows<StoredChoice & Record<string, unknown>>(FIND, [sessionId, userId])
  return row
}
