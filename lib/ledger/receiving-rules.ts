import type { LedgerRule } from './ledger-rule'

/** What must hold of money that came in and went out by the receiving side of the protocol. */
export const receivingRules: readonly LedgerRule[] = [
  {
    rule: 'each transfer that a partner ordered moved money out of its own reserve, by one proof of ours',
    text: `SELECT 'partner transfer ' || p.txid AS example FROM partner_transfers p
      LEFT JOIN transfers t ON t.id = p.transfer_id LEFT JOIN ledger_accounts d ON d.id = t.debit_account_id
      LEFT JOIN proofs r ON r.issuer = p.issuer AND r.txid = p.txid
      WHERE (t.state = 'POSTED' AND t.reason = 'PARTNER_TRANSFER' AND d.kind = 'PARTNER_RESERVE' AND d.ocid = p.caller_ocid
        AND r.from_ocid = p.caller_ocid) IS NOT TRUE`,
  },
  {
    rule: 'each received proof has exactly one posted transfer of its amount, from our reserve at its issuer to whoever it is for',
    text: `SELECT 'received proof ' || b.txid || ' of ' || b.issuer AS example FROM received_proofs b
      LEFT JOIN proofs r ON r.issuer = b.issuer AND r.txid = b.txid LEFT JOIN incoming_payments i ON i.txid = b.incoming_txid
      LEFT JOIN transfers t ON t.id = b.transfer_id LEFT JOIN ledger_accounts d ON d.id = t.debit_account_id
      LEFT JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE (r.txid IS NOT NULL AND t.state = 'POSTED' AND t.reason = 'RECEIPT' AND t.amount_minor = b.amount_minor AND t.currency = b.currency
        AND d.kind = 'OUR_RESERVE' AND d.ocid = b.issuer
        AND CASE b.kind WHEN 'WALLET' THEN c.kind = 'USER_WALLET' WHEN 'RESERVE' THEN c.kind = 'PARTNER_RESERVE' WHEN 'UNMATCHED' THEN c.kind = 'SUSPENSE'
          ELSE (c.kind, c.ocid) = (i.merchant_kind, i.merchant_ocid) END) IS NOT TRUE`,
  },
  {
    rule: 'each received proof that was assigned left suspense once, with its whole amount',
    text: `SELECT 'received proof ' || b.txid || ' of ' || b.issuer AS example FROM received_proofs b
      JOIN transfers t ON t.id = b.transfer_id LEFT JOIN transfers a ON a.id = b.assigned_transfer_id
      WHERE b.assigned_at IS NOT NULL AND (b.kind = 'UNMATCHED' AND a.state = 'POSTED' AND a.reason = 'ASSIGNMENT'
        AND a.amount_minor = b.amount_minor AND a.debit_account_id = t.credit_account_id) IS NOT TRUE`,
  },
  {
    rule: 'each incoming payment that is completed has its credit and our proof of it, and no other has',
    text: `SELECT 'incoming payment ' || i.txid || ' is ' || i.status AS example FROM incoming_payments i
      LEFT JOIN received_proofs b ON b.incoming_txid = i.txid
      WHERE CASE i.status WHEN 'COMPLETED' THEN b.amount_minor IS DISTINCT FROM i.amount_minor OR b.currency IS DISTINCT FROM i.currency
          OR (SELECT count(*) FROM proofs r WHERE r.txid = i.txid AND r.to_ocid = i.merchant_ocid) <> 1
        ELSE b.txid IS NOT NULL END`,
  },
  {
    rule: 'no transfer, receipt or assignment moved money without the row that says why',
    text: `SELECT 'transfer ' || t.id || ' (' || t.reason || ')' AS example FROM transfers t
      WHERE (t.reason = 'PARTNER_TRANSFER' AND NOT EXISTS (SELECT FROM partner_transfers p WHERE p.transfer_id = t.id))
        OR (t.reason = 'RECEIPT' AND NOT EXISTS (SELECT FROM received_proofs b WHERE b.transfer_id = t.id))
        OR (t.reason = 'ASSIGNMENT' AND NOT EXISTS (SELECT FROM received_proofs b WHERE b.assigned_transfer_id = t.id))`,
  },
  {
    rule: 'whoever was credited by a proof of ours for a transfer or an incoming payment has its delivery',
    text: `SELECT 'proof ' || r.txid AS example FROM proofs r
      JOIN (SELECT txid, issuer, delivery_id FROM partner_transfers
        UNION ALL SELECT i.txid, r.issuer, i.delivery_id FROM incoming_payments i JOIN proofs r ON r.txid = i.txid AND r.to_ocid = i.merchant_ocid
          WHERE i.status = 'COMPLETED') o ON o.txid = r.txid AND o.issuer = r.issuer
      WHERE r.to_ocid <> r.issuer AND NOT EXISTS (SELECT FROM deliveries d WHERE d.id = o.delivery_id AND d.receiver_ocid = r.to_ocid)`,
  },
]
