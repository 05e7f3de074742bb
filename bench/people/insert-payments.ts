import pg from 'pg'
import type { Application } from '@/lib/applications/application-store'

const PARTS = {
  // Triggers and keys are of no use to rows that nobody will pay.
  quick: 'SET LOCAL session_replication_role = replica',
  payments: `INSERT INTO payments (id, application_id, mode, merchant_ocid, order_id, amount_minor, currency, expires_at, created_at)
    SELECT 'pay_many_' || n, '{app}', 'TEST', 200, 'pay_many_' || n, 500, 'USD', now() + interval '1 day', now() + n * interval '1 millisecond'
    FROM generate_series(1, {count}) n`,
  pages: `INSERT INTO checkout_sessions (id, payment_id, caller_ocid, merchant_ocid, order_id, order_text, order_signature, content_hash, expires_at)
    SELECT 'sess_many_' || n, 'pay_many_' || n, 200, 200, 'pay_many_' || n, '{}', '', '', now() + interval '1 day' FROM generate_series(1, {count}) n`,
  details: `INSERT INTO app_payments (payment_id, application_id, mode, customer_reference, created_at)
    SELECT 'pay_many_' || n, '{app}', 'TEST', '{customer}', now() + n * interval '1 millisecond' FROM generate_series(1, {count}) n`,
}

/** Open payments of one customer of an application, as many as it would collect in years. */
export async function insertPayments(
  databaseUrl: string,
  { id }: Application,
  customer: string,
  count: number,
): Promise<void> {
  const fill = (text: string) =>
    text.replaceAll('{app}', id).replaceAll('{customer}', customer).replaceAll('{count}', String(count))
  // A connection of its own: the gateway's give up statements that take so long.
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(['BEGIN', ...Object.values(PARTS).map(fill), 'COMMIT'].join(';'))
    // As PostgreSQL does by itself some minutes later.
    for (const table of ['payments', 'checkout_sessions', 'app_payments']) await client.query(`VACUUM ANALYZE ${table}`)
  } finally {
    await client.end()
  }
}
