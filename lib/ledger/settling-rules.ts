import type { LedgerRule } from './ledger-rule'

/** What must hold of payments that other gateways settle. */
export const settlingRules: readonly LedgerRule[] = [
  {
    rule: 'each settlement holds, moved or gave back the money of its payment as its state says, to our reserve at its last provider',
    text: `SELECT 'settlement ' || s.id || ' is ' || s.state AS example FROM settlements s
      LEFT JOIN transfers t ON t.id = s.hold_id LEFT JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE (t.payment_id = s.payment_id AND t.reason = 'PAYMENT' AND c.kind = 'OUR_RESERVE' AND c.ocid = (s.path::json ->> -1)::bigint
        AND t.state = CASE WHEN s.state = 'SETTLED' THEN 'POSTED' WHEN s.state IN ('ACTIVE', 'NEEDS_OPERATOR') THEN 'PENDING' ELSE 'VOIDED' END::transfer_state) IS NOT TRUE`,
  },
  {
    rule: 'each payment that others are settling has exactly one live settlement, and no other has one',
    text: `SELECT 'payment ' || p.id AS example FROM payments p
      LEFT JOIN (SELECT payment_id, count(*) AS live FROM settlements WHERE state IN ('ACTIVE', 'NEEDS_OPERATOR') GROUP BY payment_id) s ON s.payment_id = p.id
      WHERE coalesce(s.live, 0) <> (p.paying_since IS NOT NULL)::int`,
  },
  {
    rule: 'each hold on a reserve belongs to a live settlement',
    text: `SELECT 'transfer ' || t.id AS example FROM transfers t JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE t.state = 'PENDING' AND t.reason = 'PAYMENT' AND c.kind = 'OUR_RESERVE'
        AND NOT EXISTS (SELECT FROM settlements s WHERE s.hold_id = t.id AND s.state IN ('ACTIVE', 'NEEDS_OPERATOR'))`,
  },
  {
    rule: 'each payment that succeeded through others has one settlement that is settled, by the proof of its last step',
    text: `SELECT 'payment ' || p.id AS example FROM payments p WHERE p.settled_at IS NOT NULL
      AND (p.strategy IN ('partner_reserve', 'common_third_party', 'chain') OR EXISTS (SELECT FROM settlements s WHERE s.payment_id = p.id AND s.state = 'SETTLED'))
      AND (SELECT count(*) FROM settlements s
        JOIN LATERAL (SELECT t.* FROM settlement_steps t WHERE t.settlement_id = s.id ORDER BY t.ordinal DESC LIMIT 1) last ON true
        JOIN proofs r ON r.issuer = last.proof_issuer AND r.txid = last.proof_txid
        WHERE s.payment_id = p.id AND s.state = 'SETTLED' AND s.strategy = p.strategy AND r.payment_id = p.id AND r.settles) <> 1`,
  },
  {
    rule: 'each step of a settled settlement is done, and every transfer and settling by a proof of its own peer',
    text: `SELECT 'step ' || t.ordinal || ' of settlement ' || t.settlement_id AS example FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
      WHERE (s.state = 'SETTLED' AND t.state <> 'DONE')
        OR (t.state = 'DONE' AND t.kind <> 'PAYMENT_CREATE' AND NOT EXISTS (
          SELECT FROM proofs r WHERE r.issuer = t.proof_issuer AND r.txid = t.proof_txid AND r.issuer = t.peer_ocid AND r.payment_id = s.payment_id))`,
  },
  {
    rule: 'each loss of a reserve is of a payment that its provider was to transfer',
    text: `SELECT 'transfer ' || t.id AS example FROM transfers t JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE t.reason = 'RESERVE_LOSS' AND (c.kind <> 'OUR_RESERVE' OR NOT EXISTS (
        SELECT FROM settlements s JOIN settlement_steps p ON p.settlement_id = s.id
        WHERE s.payment_id = t.payment_id AND p.kind = 'TRANSFER_CREATE' AND p.peer_ocid = c.ocid))`,
  },
]
