import type { LedgerRule } from './ledger-rule'

/** What must hold of money that left the gateway by the operator's hand. */
export const payoutRules: readonly LedgerRule[] = [
  {
    rule: 'each payout left the account that it names, to cash-in, and what came back of it is all of it',
    text: `SELECT 'transfer ' || p.transfer_id AS example FROM payouts p
      LEFT JOIN transfers t ON t.id = p.transfer_id LEFT JOIN ledger_accounts d ON d.id = t.debit_account_id
      LEFT JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE (t.state = 'POSTED' AND t.reason = 'PAYOUT' AND t.mode = 'LIVE' AND d.id = p.account_id
        AND d.kind IN ('USER_WALLET', 'MERCHANT', 'MERCHANT_GATEWAY', 'APPLICATION') AND c.kind = 'CASH_IN'
        AND (p.return_transfer_id IS NULL OR EXISTS (SELECT FROM transfers b WHERE b.id = p.return_transfer_id AND b.state = 'POSTED'
          AND b.reason = 'PAYOUT_RETURN' AND b.amount_minor = t.amount_minor AND b.debit_account_id = c.id AND b.credit_account_id = d.id))) IS NOT TRUE`,
  },
  {
    rule: 'no money was paid out, or came back, without the row that says what for',
    text: `SELECT 'transfer ' || t.id AS example FROM transfers t
      WHERE t.reason IN ('PAYOUT', 'PAYOUT_RETURN')
        AND NOT EXISTS (SELECT FROM payouts p WHERE CASE t.reason WHEN 'PAYOUT' THEN p.transfer_id ELSE p.return_transfer_id END = t.id)`,
  },
]
