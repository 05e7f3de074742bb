import { inTransaction, type Tx } from '@/lib/db/transaction'
import { isoCurrency } from '@/lib/money/currency'
import { bookReserve } from '@/lib/providers/book-reserve'

const AMOUNT_MINOR = 450n

/** Payments of 4.50 dollars that wait for one provider, of each of which nothing is known; due at `dueAt`. Gives their ids. */
export async function insertUnknownSettlements(
  provider: number,
  count: number,
  walletIds: readonly string[],
  dueAt: Date,
): Promise<string[]> {
  const currency = isoCurrency('USD')
  if (!currency) throw new Error('there are no dollars')
  const ids = Array.from({ length: count }, (_, index) => `pay_bench_${provider}_${index}`)
  const wallets = ids.map((_, index) => walletIds[index % walletIds.length])
  await inTransaction(async (tx) => {
    await bookReserve(tx, 'ours', provider, { amountMinor: AMOUNT_MINOR * BigInt(count), currency })
    for (const [part, text] of Object.entries(PARTS)) await tx.rows({ name: `bench-unknown-${part}`, text }, [ids])
    await hold(tx, provider, ids, wallets)
    for (const [part, text] of Object.entries(STEPS)) {
      await tx.rows({ name: `bench-unknown-${part}`, text }, [ids, provider, dueAt])
    }
    await tx.rows({ name: 'bench-unknown-wake', text: 'SELECT settlement_wake($1, $2)' }, [provider, dueAt])
  })
  return ids
}

async function hold(tx: Tx, provider: number, ids: readonly string[], wallets: readonly (string | undefined)[]) {
  const text = `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason)
    SELECT 'PENDING', 'LIVE', 'USD', ${AMOUNT_MINOR}, w.wallet, a.id, w.id, 'PAYMENT' FROM unnest($1::text[], $2::bigint[]) AS w (id, wallet)
    JOIN ledger_accounts a ON a.kind = 'OUR_RESERVE' AND a.ocid = $3 AND a.currency = 'USD' AND a.mode = 'LIVE'`
  await tx.rows({ name: 'bench-unknown-hold', text }, [ids, wallets, provider])
}

const order = `json_build_object('id', id, 'ocid', 500, 'amount', '4.50', 'currency', 'USD', 'createdAt', 1)::text`

const PARTS = {
  payments: `INSERT INTO payments (id, mode, merchant_ocid, order_id, amount_minor, currency, expires_at)
    SELECT id, 'LIVE', 500, id, ${AMOUNT_MINOR}, 'USD', now() + interval '30 minutes' FROM unnest($1::text[]) AS id`,
  pages: `INSERT INTO checkout_sessions (id, payment_id, caller_ocid, merchant_ocid, order_id, order_text, order_signature, content_hash, expires_at)
    SELECT 'sess_' || id, id, 300, 500, id, ${order}, '', '', now() + interval '30 minutes' FROM unnest($1::text[]) AS id`,
  open: `UPDATE payments SET status = 'PENDING' WHERE id = ANY($1)`,
}

// $2 is the provider and $3 when it is due; each statement names both.
const STEPS = {
  settlements: `INSERT INTO settlements (id, payment_id, attempt, strategy, path, hold_id)
    SELECT 'stl_' || t.payment_id, t.payment_id, 1, 'partner_reserve', '[' || $2::bigint || ']', t.id FROM transfers t
    WHERE t.payment_id = ANY($1) AND t.state = 'PENDING' AND $3::timestamptz IS NOT NULL`,
  payers: `UPDATE payments p SET payer_id = a.user_id, paying_since = now() FROM transfers t JOIN ledger_accounts a ON a.id = t.debit_account_id
    WHERE t.payment_id = p.id AND p.id = ANY($1) AND $2::bigint IS NOT NULL AND $3::timestamptz IS NOT NULL`,
  steps: `INSERT INTO settlement_steps (settlement_id, ordinal, kind, peer_ocid, reference, state, body, attempt_count, first_called_at, last_called_at,
      last_unknown_at, next_attempt_at)
    SELECT 'stl_' || id, 0, 'TRANSFER_CREATE', $2::bigint, id, 'UNKNOWN',
      json_build_object('from', json_build_object('ocid', 200, 'reference', id), 'to', json_build_object('ocid', 500, 'reference', id),
        'amount', '4.50', 'currency', 'USD')::text, 1, now(), now(), now(), $3::timestamptz FROM unnest($1::text[]) AS id`,
}
