import type { LedgerRule } from './ledger-rule'

/** What must hold of payments that applications created, of refunds and of invoices. */
export const applicationRules: readonly LedgerRule[] = [
  {
    rule: 'each payment that an application created is paid into its own account, and in the sandbox out of no wallet',
    text: `SELECT 'transfer ' || t.id AS example FROM payments p JOIN transfers t ON t.payment_id = p.id AND t.reason = 'PAYMENT'
      JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE p.application_id IS NOT NULL AND (c.kind = 'APPLICATION' AND c.application_id = p.application_id AND t.mode = p.mode
        AND d.kind = CASE p.mode WHEN 'TEST' THEN 'CASH_IN' ELSE 'USER_WALLET' END::account_kind) IS NOT TRUE`,
  },
  {
    rule: 'each payment of an application that is over has exactly one event that says so',
    text: `SELECT 'payment ' || p.id AS example FROM payments p
      LEFT JOIN (SELECT subject_id, application_id, mode, type, count(*) AS told FROM app_events GROUP BY 1, 2, 3, 4) e
        ON e.subject_id = p.id AND e.application_id = p.application_id AND e.mode = p.mode
        AND e.type = 'payment.' || CASE WHEN p.settled_at IS NOT NULL THEN 'succeeded' ELSE lower(p.status::text) END
      WHERE p.application_id IS NOT NULL AND p.status NOT IN ('CREATED', 'PENDING') AND e.told IS DISTINCT FROM 1`,
  },
  {
    rule: 'what went back of each payment is at most what was paid, and its state says how much of it that is',
    text: `SELECT 'payment ' || p.id || ' is ' || p.status AS example FROM payments p
      LEFT JOIN LATERAL (SELECT coalesce(sum(amount_minor) FILTER (WHERE status = 'SUCCEEDED'), 0) AS returned,
        coalesce(sum(amount_minor) FILTER (WHERE status <> 'FAILED'), 0) AS taken FROM refunds WHERE payment_id = p.id) r ON true
      WHERE r.taken > p.amount_minor OR (r.taken > 0 AND p.settled_at IS NULL)
        OR (p.settled_at IS NOT NULL AND p.status <> CASE WHEN r.returned = 0 THEN 'SUCCEEDED' WHEN r.returned < p.amount_minor THEN 'PARTIALLY_REFUNDED' ELSE 'REFUNDED' END::payment_status)`,
  },
  {
    rule: 'each refund that succeeded moved its amount once, from whoever was paid back to the account that paid',
    text: `SELECT 'refund ' || r.id AS example FROM refunds r LEFT JOIN transfers t ON t.id = r.transfer_id
      LEFT JOIN transfers o ON o.payment_id = r.payment_id AND o.reason = 'PAYMENT' AND o.state = 'POSTED'
      WHERE r.status = 'SUCCEEDED' AND (t.reason = 'REFUND' AND t.state = 'POSTED' AND t.amount_minor = r.amount_minor AND t.payment_id = r.payment_id
        AND t.debit_account_id = o.credit_account_id AND t.credit_account_id = o.debit_account_id) IS NOT TRUE`,
  },
  {
    rule: 'no money went back without a refund',
    text: `SELECT 'transfer ' || t.id AS example FROM transfers t WHERE t.reason = 'REFUND' AND NOT EXISTS (SELECT FROM refunds r WHERE r.transfer_id = t.id)`,
  },
  {
    rule: 'each refund of real money has a proof of ours, and in the sandbox none has',
    text: `SELECT 'refund ' || r.id AS example FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.status = 'SUCCEEDED'
      AND (SELECT count(*) FROM proofs q WHERE q.payment_id = p.id AND q.txid = r.proof_txid AND NOT q.settles) <> (p.mode = 'LIVE')::int`,
  },
  {
    rule: 'each invoice counts exactly the payments that succeeded for it',
    text: `SELECT 'invoice ' || i.id AS example FROM invoices i WHERE i.paid_minor <> (SELECT coalesce(sum(p.amount_minor), 0) FROM app_payments a
      JOIN payments p ON p.id = a.payment_id WHERE a.invoice_id = i.id AND p.settled_at IS NOT NULL)`,
  },
  {
    rule: 'the numbers of the invoices of each application have no gap',
    text: `SELECT 'application ' || i.application_id || ' ' || i.mode AS example FROM invoices i WHERE i.number IS NOT NULL
      GROUP BY i.application_id, i.mode HAVING count(*) <> max(i.number) OR min(i.number) <> 1`,
  },
]
