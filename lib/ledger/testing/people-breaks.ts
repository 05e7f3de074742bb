import { sql } from '@/lib/db/testing/sql'
import { peopleRules } from '@/lib/ledger/people-rules'
import type { Break } from '@/lib/ledger/testing/ledger-break'
import { makeAccount, makeUser } from './make-account'

const [moved, caused, answered] = peopleRules.map(({ rule }) => rule) as [string, string, string]

export const requestToken = 'aRequestOfTheBreaks-00'
const key = '00000000-0000-4000-8000-00000000beef'

/** Statements by which one person sends to another, by a form and by a request; each list is one commit. */
export async function personStatements() {
  const [ada, ben] = [await makeUser(), await makeUser()]
  const from = await makeAccount({ kind: 'USER_WALLET', userId: ada }, { amountMinor: 1000n })
  const to = await makeAccount({ kind: 'USER_WALLET', userId: ben })
  const transfer = `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
    VALUES ('POSTED', 'LIVE', 'USD', 100, ${from}, ${to}, 'PERSON', now())`
  const row = (cause: string) =>
    `INSERT INTO person_transfers (transfer_id, sender_id, recipient_id, send_key, addressed_to, request_token)
     VALUES (currval('transfers_id_seq'), '${ada}', '${ben}', ${cause})`
  const sent = row(`'${key}', 'ben', NULL`)
  const request = `INSERT INTO money_requests (token, asker_id, amount_minor, currency, expires_at)
    VALUES ('${requestToken}', '${ben}', 100, 'USD', now() + interval '1 day')`
  const paid = `UPDATE money_requests SET state = 'PAID', ended_at = now() WHERE token = '${requestToken}'`
  const answer = row(`NULL, NULL, '${requestToken}'`)
  return { ada, ben, from, to, transfer, sent, request, paid, answer }
}

/** One of each, as sound books have them. */
export async function makePersonMoney(): Promise<void> {
  const { transfer, sent, request, paid, answer } = await personStatements()
  await sql(transfer, sent)
  await sql(request)
  await sql(transfer, paid, answer)
}

const sentRow = `send_key = '${key}'`
const sentTransfer = `id = (SELECT transfer_id FROM person_transfers WHERE ${sentRow})`
const askedRow = `token = '${requestToken}'`

/** What each rule must see, after `makePersonMoney`. */
export const peopleBreaks: readonly Break[] = [
  {
    title: 'what one person sent is written down as sent by another',
    rules: [moved],
    damage: () => [`UPDATE person_transfers SET sender_id = recipient_id, recipient_id = sender_id WHERE ${sentRow}`],
    mend: () => [`UPDATE person_transfers SET sender_id = recipient_id, recipient_id = sender_id WHERE ${sentRow}`],
  },
  {
    title: 'what one person sent moved for another reason',
    rules: [moved],
    damage: () => [`UPDATE transfers SET reason = 'CREDIT' WHERE ${sentTransfer}`],
    mend: () => [`UPDATE transfers SET reason = 'PERSON' WHERE ${sentTransfer}`],
  },
  {
    title: 'money moved between people and nobody sent it',
    rules: [caused],
    damage: () => [
      `UPDATE transfers SET reason = 'PERSON' WHERE id = (SELECT min(id) FROM transfers WHERE reason = 'CREDIT')`,
    ],
    mend: () => [
      `UPDATE transfers SET reason = 'CREDIT' WHERE id = (SELECT min(id) FROM transfers WHERE reason = 'PERSON')`,
    ],
  },
  {
    title: 'a request got another amount than it asked for',
    rules: [answered],
    damage: () => [`UPDATE money_requests SET amount_minor = 99 WHERE ${askedRow}`],
    mend: () => [`UPDATE money_requests SET amount_minor = 100 WHERE ${askedRow}`],
  },
  {
    title: 'a request that was paid is called withdrawn',
    rules: [answered],
    damage: () => [`UPDATE money_requests SET state = 'WITHDRAWN' WHERE ${askedRow}`],
    mend: () => [`UPDATE money_requests SET state = 'PAID' WHERE ${askedRow}`],
  },
]
