import { rows } from '@/lib/db/transaction'

/** A transfer of one of a person's wallets, with what is known of its cause. */
export interface StoredEntry {
  readonly id: bigint
  readonly reason: string
  readonly state: 'PENDING' | 'POSTED' | 'VOIDED'
  readonly isIncoming: boolean
  readonly currency: string
  readonly amountMinor: bigint
  readonly atEpochSeconds: number
  readonly resolvedAtEpochSeconds: number | null
  readonly paymentId: string | null
  readonly partyOcid: number | null
  /** The application that was paid, which has an account with us and no identity of the network. */
  readonly applicationName: string | null
  readonly orderId: string | null
  readonly memo: string | null
  readonly txid: string | null
  /** Between people: whose money it was, and by what name the sender meant the recipient (null for the answer to a request). */
  readonly senderEmail: string | null
  readonly recipientEmail: string | null
  readonly addressedTo: string | null
}

/** What is looked for; null: all. */
export interface EntrySearch {
  readonly walletId: bigint | null
  /** The entries that came before this one. */
  readonly beforeId: bigint | null
  readonly merchantOcid: number | null
  readonly from: Date | null
  readonly until: Date | null
  readonly state: StoredEntry['state'] | null
  readonly text: string | null
  /** Merchants whose name has the text in it: names are the registry's. */
  readonly namedOcids: readonly number[]
}

// `->>` fails on a text with a NUL in it, which a merchant may have signed.
const member = (name: string) => `CASE WHEN strpos(s.order_text, '\\u0000') = 0 THEN s.order_text::json->>'${name}' END`

const COLUMNS = `
  t.id, t.reason, t.state, t.currency, t.amount_minor AS "amountMinor", floor(extract(epoch FROM t.created_at))::float8 AS "atEpochSeconds",
  floor(extract(epoch FROM t.resolved_at))::float8 AS "resolvedAtEpochSeconds", t.payment_id AS "paymentId",
  coalesce(p.merchant_ocid, x.caller_ocid, r.issuer) AS "partyOcid", app.name AS "applicationName", p.order_id AS "orderId", coalesce(h.memo, ${member('memo')}) AS memo,
  coalesce(q.txid, x.txid, r.txid) AS txid, hs.email AS "senderEmail", hr.email AS "recipientEmail", h.addressed_to AS "addressedTo"`
const CAUSES = `
  LEFT JOIN payments p ON p.id = t.payment_id LEFT JOIN checkout_sessions s ON s.payment_id = p.id
  LEFT JOIN applications app ON app.id = p.application_id LEFT JOIN refunds f ON f.transfer_id = t.id
  LEFT JOIN proofs q ON q.payment_id = p.id AND t.state = 'POSTED' AND CASE WHEN f.id IS NULL THEN q.settles ELSE q.txid = f.proof_txid END
  LEFT JOIN partner_transfers x ON x.transfer_id = t.id
  LEFT JOIN received_proofs r ON r.transfer_id = t.id OR r.assigned_transfer_id = t.id
  LEFT JOIN person_transfers h ON h.transfer_id = t.id
  LEFT JOIN users hs ON hs.id = h.sender_id LEFT JOIN users hr ON hr.id = h.recipient_id`
const WANTED = `
  ($3::bigint IS NULL OR t.id < $3) AND ($5::bigint IS NULL OR (p.merchant_ocid = $5 AND p.application_id IS NULL))
  AND ($6::timestamptz IS NULL OR t.created_at >= $6) AND ($7::timestamptz IS NULL OR t.created_at < $7)
  AND ($8::transfer_state IS NULL OR t.state = $8)
  AND ($9::text IS NULL OR p.order_id ILIKE $9 OR ${member('memo')} ILIKE $9 OR coalesce(q.txid, x.txid, r.txid) ILIKE $9
    OR h.memo ILIKE $9 OR h.addressed_to ILIKE $9 OR hs.email ILIKE $9 OR (h.addressed_to IS NULL AND hr.email ILIKE $9) OR app.name ILIKE $9 OR (p.application_id IS NULL AND p.merchant_ocid = ANY($10::bigint[])))`
const side = (column: string, isIncoming: boolean) =>
  `(SELECT ${COLUMNS}, ${isIncoming} AS "isIncoming" FROM transfers t ${CAUSES} WHERE t.${column} = a.id AND ${WANTED} ORDER BY t.id DESC LIMIT $4)`

const LIST = {
  name: 'activity-list',
  // Each wallet's newest on either side, along the index; then the newest of all.
  text: `
    SELECT e.* FROM ledger_accounts a
    CROSS JOIN LATERAL (${side('debit_account_id', false)} UNION ALL ${side('credit_account_id', true)}) e
    WHERE a.user_id = $1 AND a.kind = 'USER_WALLET' AND a.mode = 'LIVE' AND ($2::bigint IS NULL OR a.id = $2)
    ORDER BY e.id DESC LIMIT $4`,
}

type Row = Omit<StoredEntry, 'partyOcid'> & { readonly partyOcid: bigint | null }

const fromRow = (row: Row): StoredEntry => ({
  ...row,
  partyOcid: row.partyOcid === null ? null : Number(row.partyOcid),
})

/** A person's movements, latest first; at most `most`. */
export async function listEntries(userId: string, search: EntrySearch, most: number): Promise<StoredEntry[]> {
  const { walletId, beforeId, merchantOcid, from, until, state, text, namedOcids } = search
  const pattern = text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const values = [userId, walletId, beforeId, most, merchantOcid, from, until, state, pattern, [...namedOcids]]
  return (await rows<Row>(LIST, values)).map(fromRow)
}

const ONE = {
  name: 'activity-one',
  text: `
    SELECT ${COLUMNS}, t.credit_account_id = a.id AS "isIncoming" FROM transfers t ${CAUSES}
    JOIN ledger_accounts a ON a.id IN (t.debit_account_id, t.credit_account_id)
    WHERE t.id = $1 AND a.user_id = $2 AND a.kind = 'USER_WALLET' AND a.mode = 'LIVE' LIMIT 1`,
}

/** One movement of this person; undefined when it is somebody else's, or not there. */
export async function findEntry(id: bigint, userId: string): Promise<StoredEntry | undefined> {
  const [row] = await rows<Row>(ONE, [id, userId])
  return row && fromRow(row)
}

const MERCHANTS = {
  name: 'activity-merchants',
  text: `
    SELECT p.merchant_ocid AS ocid FROM ledger_accounts a JOIN transfers t ON a.id IN (t.debit_account_id, t.credit_account_id)
    JOIN payments p ON p.id = t.payment_id WHERE a.user_id = $1 AND a.kind = 'USER_WALLET' AND a.mode = 'LIVE' AND p.application_id IS NULL
    GROUP BY p.merchant_ocid ORDER BY max(t.id) DESC LIMIT $2`,
}

/** The merchants that this person has paid, or tried to; latest first. */
export async function listPaidMerchants(userId: string, most: number): Promise<number[]> {
  return (await rows<{ ocid: bigint }>(MERCHANTS, [userId, most])).map(({ ocid }) => Number(ocid))
}
