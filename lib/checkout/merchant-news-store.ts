import { rows } from '@/lib/db/transaction'

/**
 * How the merchant learns that the payment succeeded. `ELSEWHERE`: not by a webhook of ours, because it takes the proof from
 * its issuer only, asks us itself, or has not taken ours for so long that people must talk.
 */
export type MerchantNews = 'TOLD' | 'BEING_TOLD' | 'ELSEWHERE'

// What tells of a payment was made in the transaction that settled it: its time, with every status there is, finds it in the
// index. The delivery of an event has the event's id; an event that was announced without one is for an application that has no webhook URL.
const READ = {
  name: 'merchant-news-read',
  text: `
    WITH sent AS (
      SELECT d.status FROM payments p JOIN deliveries d ON d.status = ANY(enum_range(NULL::delivery_status)) AND d.created_at = p.settled_at
        AND d.payment_id = p.id
      WHERE p.id = $1
      UNION ALL
      SELECT coalesce(d.status, 'DECLINED') FROM payments p
        JOIN app_events e ON e.application_id = p.application_id AND e.occurred_at = p.settled_at AND e.subject_id = p.id
          AND e.announced_at IS NOT NULL
        LEFT JOIN deliveries d ON d.id = e.id
      WHERE p.id = $1)
    SELECT CASE WHEN bool_or(status = 'DELIVERED') THEN 'TOLD' WHEN bool_and(status <> 'PENDING') THEN 'ELSEWHERE' ELSE 'BEING_TOLD' END AS news
    FROM sent`,
}

export async function readMerchantNews(paymentId: string): Promise<MerchantNews> {
  const [row] = await rows<{ news: MerchantNews }>(READ, [paymentId])
  if (!row) throw new Error('merchant-news-read gave no row')
  return row.news
}
