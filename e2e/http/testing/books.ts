import { expect } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { checkLedger, type LedgerFault } from '@/lib/ledger/check-ledger'
import { waitUntil } from './wait-until'
import type { World } from './world'

/** What `oc ledger check` finds in the database of this world. */
export async function ledgerFaults({ databaseUrl }: Pick<World, 'databaseUrl'>): Promise<LedgerFault[]> {
  process.env.DATABASE_URL = databaseUrl
  try {
    return await checkLedger()
  } finally {
    await closePool()
  }
}

interface Row {
  readonly status: string
  readonly orderId: string
  readonly transfers: number
  readonly txids: string[]
  readonly deliveries: number
}

/** Every payment with what belongs to it. */
export function paymentsIn({ db }: Pick<World, 'db'>): Promise<Row[]> {
  return db.rows<Row>(`SELECT p.status, p.order_id AS "orderId",
      (SELECT count(*)::int FROM transfers t WHERE t.payment_id = p.id) AS transfers,
      ARRAY(SELECT r.txid FROM proofs r WHERE r.payment_id = p.id) AS txids,
      (SELECT count(*)::int FROM deliveries d WHERE d.payment_id = p.id) AS deliveries
    FROM payments p ORDER BY p.created_at`)
}

interface Envelope {
  readonly proof: { readonly txid: string; readonly to: { readonly reference: string } }
}

/** Waits for all webhooks, and then holds every payment against what the gateway of its merchant was told. */
export async function expectOnceOrNotAtAll(world: World): Promise<{ paid: number; unpaid: number; repeats: number }> {
  const open = "SELECT count(*)::int AS n FROM deliveries WHERE status <> 'DELIVERED'"
  await waitUntil(
    'every webhook was delivered',
    async () => (await world.db.rows<{ n: number }>(open))[0]?.n === 0,
    60_000,
  )
  const bodies = world.mg.webhooks.map(({ body }) => body)
  // A repeat is the same bytes again; a second proof for an order would be other bytes.
  const told = new Map(
    [...new Set(bodies)].map((body) => [(JSON.parse(body) as Envelope).proof.txid, JSON.parse(body) as Envelope]),
  )
  expect(told.size).toBe(new Set(bodies).size)
  const payments = await paymentsIn(world)
  for (const { status, orderId, transfers, txids, deliveries } of payments) {
    const isPaid = status === 'SUCCEEDED'
    const once = isPaid ? 1 : 0
    expect({ orderId, transfers, proofs: txids.length, deliveries }).toEqual({
      orderId,
      transfers: once,
      proofs: once,
      deliveries: once,
    })
    if (isPaid) expect(told.get(txids[0] ?? '')?.proof.to.reference).toBe(orderId)
  }
  const paid = payments.filter(({ status }) => status === 'SUCCEEDED').length
  expect(told.size).toBe(paid)
  expect(await ledgerFaults(world)).toEqual([])
  return { paid, unpaid: payments.length - paid, repeats: bodies.length - told.size }
}
