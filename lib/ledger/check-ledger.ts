import { withPatience } from '@/lib/db/with-patience'
import { applicationRules } from './application-rules'
import type { LedgerRule } from './ledger-rule'
import { payoutRules } from './payout-rules'
import { peopleRules } from './people-rules'
import { receivingRules } from './receiving-rules'
import { settlingRules } from './settling-rules'

/** One thing that the books must never show, and the rows that show it. */
export interface LedgerFault {
  readonly rule: string
  readonly examples: readonly string[]
}

const rules: readonly LedgerRule[] = [
  {
    rule: 'all balances of one currency and mode add up to zero',
    text: `SELECT a.currency || ' ' || a.mode || ': ' || sum(a.balance_minor + coalesce(p.waiting, 0)) AS example
      FROM ledger_accounts a LEFT JOIN (SELECT account_id, sum(amount_minor) AS waiting FROM account_postings GROUP BY account_id) p ON p.account_id = a.id
      GROUP BY a.currency, a.mode HAVING sum(a.balance_minor + coalesce(p.waiting, 0)) <> 0`,
  },
  {
    rule: "every account's balance equals its posted transfers",
    text: `SELECT 'account ' || a.id || ': stored ' || (a.balance_minor + coalesce(p.waiting, 0)) || ', transfers ' || coalesce(m.moved, 0) AS example
      FROM ledger_accounts a
      LEFT JOIN (SELECT account_id, sum(amount_minor) AS waiting FROM account_postings GROUP BY account_id) p ON p.account_id = a.id
      LEFT JOIN (SELECT id, sum(delta) AS moved FROM (
          SELECT debit_account_id AS id, -amount_minor AS delta FROM transfers WHERE state = 'POSTED'
          UNION ALL SELECT credit_account_id, amount_minor FROM transfers WHERE state = 'POSTED') moves GROUP BY id) m ON m.id = a.id
      WHERE a.balance_minor + coalesce(p.waiting, 0) <> coalesce(m.moved, 0)`,
  },
  {
    rule: "every account's hold equals its pending transfers",
    text: `SELECT 'account ' || a.id || ': stored ' || a.held_minor || ', pending ' || coalesce(h.held, 0) AS example
      FROM ledger_accounts a LEFT JOIN (SELECT id, sum(amount_minor) AS held FROM (
          SELECT t.debit_account_id AS id, t.amount_minor FROM transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id
            WHERE t.state = 'PENDING' AND ledger_guarded_side(d.kind) = 'DEBIT'
          UNION ALL SELECT t.credit_account_id, t.amount_minor FROM transfers t JOIN ledger_accounts c ON c.id = t.credit_account_id
            WHERE t.state = 'PENDING' AND ledger_guarded_side(c.kind) = 'CREDIT') holds GROUP BY id) h ON h.id = a.id
      WHERE a.held_minor <> coalesce(h.held, 0)`,
  },
  {
    rule: 'no wallet, merchant, gateway or reserve is overdrawn',
    text: `SELECT 'account ' || id || ' (' || kind || '): ' || balance_minor || ' with ' || held_minor || ' held' AS example FROM ledger_accounts
      WHERE (ledger_guarded_side(kind) = 'DEBIT' AND balance_minor - held_minor < 0) OR (ledger_guarded_side(kind) = 'CREDIT' AND balance_minor + held_minor > 0)`,
  },
  {
    rule: 'each payment that succeeded has exactly one posted transfer of its amount, from a wallet of its payer, and one proof',
    text: `SELECT 'payment ' || p.id AS example FROM payments p WHERE p.settled_at IS NOT NULL AND (
        (SELECT count(*) FROM transfers t JOIN ledger_accounts a ON a.id = t.debit_account_id
          WHERE t.payment_id = p.id AND t.reason = 'PAYMENT' AND t.state = 'POSTED' AND t.amount_minor = p.amount_minor
            AND t.currency = p.currency AND t.mode = p.mode
            AND CASE WHEN p.payer_id IS NULL THEN a.kind = 'CASH_IN' AND t.mode = 'TEST' ELSE a.user_id = p.payer_id END) <> 1
        OR (SELECT count(*) FROM transfers t WHERE t.payment_id = p.id AND t.reason = 'PAYMENT' AND t.state = 'POSTED') <> 1
        OR (SELECT count(*) FROM proofs r WHERE r.payment_id = p.id AND r.settles) <> (p.payer_id IS NOT NULL)::int)`,
  },
  {
    rule: 'no money moved for a payment that did not succeed',
    text: `SELECT 'payment ' || p.id || ' is ' || p.status AS example FROM payments p JOIN transfers t ON t.payment_id = p.id
      WHERE p.settled_at IS NULL AND t.state = 'POSTED' AND t.reason = 'PAYMENT'`,
  },
  {
    rule: 'each hold belongs to a payment that is under way',
    text: `SELECT 'transfer ' || t.id AS example FROM transfers t LEFT JOIN payments p ON p.id = t.payment_id
      WHERE t.state = 'PENDING' AND t.reason = 'PAYMENT' AND p.status IS DISTINCT FROM 'PENDING'`,
  },
  {
    rule: 'each payment that succeeded has its delivery',
    text: `SELECT 'payment ' || p.id AS example FROM payments p WHERE p.settled_at IS NOT NULL AND p.application_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.payment_id = p.id)`,
  },
  ...receivingRules,
  ...settlingRules,
  ...peopleRules,
  ...applicationRules,
  ...payoutRules,
]

const MOST_EXAMPLES = 10

/**
 * Proves the books, or shows which rule is broken where. Each rule reads one snapshot, so it can run beside payments. `mostMs`:
 * how long a rule may take; without it, as long as the books are large.
 */
export async function checkLedger(mostMs?: number): Promise<LedgerFault[]> {
  return withPatience(async (ask) => {
    const faults: LedgerFault[] = []
    for (const { rule, text } of rules) {
      const found = await ask<{ example: string }>(`${text} LIMIT ${MOST_EXAMPLES}`)
      if (found.length > 0) faults.push({ rule, examples: found.map(({ example }) => example) })
    }
    return faults
  }, mostMs)
}

export const ledgerRules: readonly string[] = rules.map(({ rule }) => rule)
