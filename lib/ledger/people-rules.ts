import type { LedgerRule } from './ledger-rule'

/** What must hold of money that people of this gateway sent to one another. */
export const peopleRules: readonly LedgerRule[] = [
  {
    rule: 'each amount that one person sent to another moved once, from a wallet of the sender to a wallet of the recipient',
    text: `SELECT 'transfer ' || p.transfer_id AS example FROM person_transfers p
      LEFT JOIN transfers t ON t.id = p.transfer_id LEFT JOIN ledger_accounts d ON d.id = t.debit_account_id
      LEFT JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE (t.state = 'POSTED' AND t.reason = 'PERSON' AND d.kind = 'USER_WALLET' AND d.user_id = p.sender_id
        AND c.kind = 'USER_WALLET' AND c.user_id = p.recipient_id AND p.sender_id <> p.recipient_id) IS NOT TRUE`,
  },
  {
    rule: 'no money moved between people without the row that says who sent it',
    text: `SELECT 'transfer ' || t.id AS example FROM transfers t
      WHERE t.reason = 'PERSON' AND NOT EXISTS (SELECT FROM person_transfers p WHERE p.transfer_id = t.id)`,
  },
  {
    rule: 'each request that is paid got exactly its amount, for whoever asked, and no other request got money',
    text: `SELECT 'a request of user ' || r.asker_id || ' is ' || r.state AS example FROM money_requests r
      LEFT JOIN person_transfers p ON p.request_token = r.token LEFT JOIN transfers t ON t.id = p.transfer_id
      WHERE CASE r.state WHEN 'PAID' THEN (p.recipient_id = r.asker_id AND t.amount_minor = r.amount_minor AND t.currency = r.currency) IS NOT TRUE
        ELSE p.transfer_id IS NOT NULL END`,
  },
]
