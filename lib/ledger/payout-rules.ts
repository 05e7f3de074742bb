import type { LedgerRule } from './ledger-rule'

/** What must hold of money that left the gateway by the operator's hand. */
export const payoutRules: readonly LedgerRule[] = [
  {
    rule: 'each payout left the account that it names, to cash-in',
    text: `SELECT 'transfer ' || p.transfer_id AS example FROM payouts p
      LEFT JOIN transfers t ON t.id = p.transfer_id LEFT JOIN ledger_accounts d ON d.id = t.debit_account_id
      LEFT JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE (t.state = 'POSTED' AND t.reason = 'PAYOUT' AND t.mode = 'LIVE' AND d.id = p.account_id
        AND d.kind IN ('USER_WALLET', 'MERCHANT', 'MERCHANT_GATEWAY', 'APPLICATION') AND c.kind = 'CASH_IN') IS NOT TRUE`,
  },
  {
    rule: 'no money was paid out without the row that says what for',
    text: `SELECT 'transfer ' || t.id AS example FROM transfers t
      WHERE t.reason = 'PAYOUT' AND NOT EXISTS (SELECT FROM payouts p WHERE p.transfer_id = t.id)`,
  },
]
