import { sql } from '@/lib/db/testing/sql'
import { payoutRules } from '@/lib/ledger/payout-rules'
import type { Break } from '@/lib/ledger/testing/ledger-break'
import { makeAccount, newOcid } from './make-account'

const [left, known] = payoutRules.map(({ rule }) => rule) as [string, string]

/** Statements by which money leaves a merchant's account; together they are one commit. */
export async function payoutStatements() {
  const account = await makeAccount({ kind: 'MERCHANT', ocid: newOcid() }, { amountMinor: 1000n })
  const cash = await makeAccount({ kind: 'CASH_IN' })
  const transfer = `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
    VALUES ('POSTED', 'LIVE', 'USD', 100, ${account}, ${cash}, 'PAYOUT', now())`
  const row = `INSERT INTO payouts (transfer_id, account_id, reference, paid_by)
    VALUES (currval('transfers_id_seq'), ${account}, 'bank 118', 'oc:ada@desk')`
  const back = `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
    VALUES ('POSTED', 'LIVE', 'USD', 100, ${cash}, ${account}, 'PAYOUT_RETURN', now())`
  const returned = `UPDATE payouts SET return_transfer_id = currval('transfers_id_seq') WHERE account_id = ${account}`
  return { account, cash, transfer, row, back, returned }
}

/** One that is out and one that came back, as sound books have them. */
export async function makePayout(): Promise<void> {
  const { transfer, row } = await payoutStatements()
  await sql(transfer, row)
  const other = await payoutStatements()
  await sql(other.transfer, other.row.replace('bank 118', 'bank 119'))
  await sql(other.back, other.returned)
}

const paidOut = `id = (SELECT transfer_id FROM payouts WHERE reference = 'bank 118')`

/** What each rule must see, after `makePayout`. */
export const payoutBreaks: readonly Break[] = [
  {
    title: 'a payout moved for another reason',
    rules: [left],
    damage: () => [`UPDATE transfers SET reason = 'CREDIT' WHERE ${paidOut}`],
    mend: () => [`UPDATE transfers SET reason = 'PAYOUT' WHERE ${paidOut}`],
  },
  {
    title: 'a payout names another account than the one that it left',
    rules: [left],
    damage: () => [
      `UPDATE payouts SET account_id = (SELECT min(id) FROM ledger_accounts) WHERE reference = 'bank 118'`,
    ],
    mend: () => [
      `UPDATE payouts p SET account_id = t.debit_account_id FROM transfers t WHERE t.id = p.transfer_id AND p.reference = 'bank 118'`,
    ],
  },
  {
    title: 'what came back of a payout is not what had left',
    rules: [left, known],
    damage: () => [`UPDATE payouts SET return_transfer_id = transfer_id WHERE reference = 'bank 119'`],
    mend: () => [
      `UPDATE payouts p SET return_transfer_id = (SELECT max(t.id) FROM transfers t WHERE t.reason = 'PAYOUT_RETURN' AND t.credit_account_id = p.account_id)
       WHERE reference = 'bank 119'`,
    ],
  },
  {
    title: 'money was paid out and nobody says what for',
    rules: [known],
    damage: () => [
      `UPDATE transfers SET reason = 'PAYOUT' WHERE id = (SELECT min(id) FROM transfers WHERE reason = 'CREDIT')`,
    ],
    mend: () => [
      `UPDATE transfers SET reason = 'CREDIT' WHERE id = (SELECT min(id) FROM transfers WHERE reason = 'PAYOUT')`,
    ],
  },
]
