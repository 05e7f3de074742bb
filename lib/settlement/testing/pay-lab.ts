import { makeCheckout, makeOrder } from '@/lib/checkout/testing/make-checkout'
import { sql } from '@/lib/db/testing/sql'
import { createTestGateway } from '@/lib/gateway/testing/test-gateway'
import { makeUser } from '@/lib/ledger/testing/make-account'
import { isoCurrency } from '@/lib/money/currency'
import { savePartner } from '@/lib/partners/partner-store'
import { pay } from '@/lib/settlement/pay'
import { creditWallet } from '@/lib/wallet/credit-wallet'

export interface Payer {
  readonly userId: string
  readonly walletId: bigint
}

interface CheckoutTerms {
  /** Who is credited: `direct` merchant 300, or the gateway with this OCID that sent the order. */
  readonly by?: 'direct' | 100 | 101
  readonly order?: Record<string, unknown>
  readonly expiresAtEpochSeconds?: number
}

/** Our gateway, merchant 300 and the gateways 100 and 101 that keep accounts with us. Needs a test database. */
export async function createPayLab() {
  const { us, peers, close } = await createTestGateway()
  peers.put(300, 'merchant')
  for (const ocid of [100, 101]) {
    peers.put(ocid, `gateway ${ocid}`, { accepts: [us.ocid] })
    await savePartner(ocid, { gatewayAccount: true })
  }
  return {
    us,
    peers,
    close,
    async checkout({ by = 'direct', order = {}, ...more }: CheckoutTerms = {}) {
      const accepts = by === 'direct' ? [us.ocid] : [by]
      return makeCheckout(makeOrder({ accepts, ...order }), { callerOcid: by === 101 ? 101 : 100, ...more })
    },
    pay: ({ sessionId }: { sessionId: string }, { userId: payerId, walletId }: Payer) =>
      pay(us, { sessionId, payerId, walletId }),
  }
}

export type PayLab = Awaited<ReturnType<typeof createPayLab>>

/** A new person with money in a wallet, as a top-up leaves it: not absorbed yet. */
export async function makePayer(amountMinor = 1000n, code = 'USD', mode: 'LIVE' | 'TEST' = 'LIVE'): Promise<Payer> {
  const userId = await makeUser()
  return { userId, walletId: await addWallet(userId, amountMinor, code, mode) }
}

export async function addWallet(userId: string, amountMinor: bigint, code: string, mode: 'LIVE' | 'TEST' = 'LIVE') {
  const currency = isoCurrency(code)
  if (!currency) throw new Error(code)
  await creditWallet({ userId, mode, money: { amountMinor, currency }, reason: 'TOP_UP' })
  const [row] = await sql(
    `SELECT id FROM ledger_accounts WHERE user_id = '${userId}' AND currency = '${code}' AND mode = '${mode}'`,
  )
  return BigInt(String(row?.id))
}

/** Everything that a payment left behind. */
export async function tracesOf(paymentId: string) {
  const [payment] = await sql(`SELECT p.status, p.payer_id AS "payerId", p.strategy, s.open FROM payments p
    JOIN checkout_sessions s ON s.payment_id = p.id WHERE p.id = '${paymentId}'`)
  const transfers = await sql(`SELECT t.amount_minor AS amount, t.state, t.debit_account_id AS debit, a.kind, a.ocid
    FROM transfers t JOIN ledger_accounts a ON a.id = t.credit_account_id WHERE t.payment_id = '${paymentId}'`)
  const proofs = await sql(`SELECT txid, proof_text AS text, signature FROM proofs WHERE payment_id = '${paymentId}'`)
  const deliveries = await sql(
    `SELECT id, receiver_ocid AS receiver, body, status FROM deliveries WHERE payment_id = '${paymentId}'`,
  )
  const jobs =
    await sql(`SELECT j.payload->>'deliveryId' AS delivery, v.key, v.task_identifier AS task, v.queue_name AS queue
    FROM graphile_worker._private_jobs j JOIN graphile_worker.jobs v USING (id)
    JOIN deliveries d ON d.id = j.payload->>'deliveryId' WHERE d.payment_id = '${paymentId}'`)
  return { payment, transfers, proofs, deliveries, jobs }
}

/** How many of these attempts ended how: `{ paid: 1, ALREADY_PAID: 3 }`. */
export function tally(outcomes: readonly { ok: boolean; error?: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) {
    const word = outcome.ok ? 'paid' : String(outcome.error)
    counts[word] = (counts[word] ?? 0) + 1
  }
  return counts
}
