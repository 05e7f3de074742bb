import { rows } from '@/lib/db/transaction'

// What tells of a payment was made in the transaction that settled it: its time finds it in the index. The delivery of an
// event has the event's id.
const READ = {
  name: 'merchant-told-read',
  text: `SELECT EXISTS (
      SELECT 1 FROM payments p JOIN deliveries d ON d.status = 'DELIVERED' AND d.created_at = p.settled_at AND d.payment_id = p.id
      WHERE p.id = $1
      UNION ALL
      SELECT 1 FROM payments p
        JOIN app_events e ON e.application_id = p.application_id AND e.occurred_at = p.settled_at AND e.subject_id = p.id
        JOIN deliveries d ON d.id = e.id AND d.status = 'DELIVERED'
      WHERE p.id = $1) AS told`,
}

/** Whether the merchant has taken the webhook that says the payment succeeded. */
export async function isMerchantTold(paymentId: string): Promise<boolean> {
  const [row] = await rows<{ told: boolean }>(READ, [paymentId])
  return row?.told ?? false
}
