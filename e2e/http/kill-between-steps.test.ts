import type pg from 'pg'
import { expect, test } from 'vitest'
import { expectOnceOrNotAtAll, ledgerFaults, paymentsIn } from './testing/books'
import { openCheckout } from './testing/checkout'
import { startGateway } from './testing/gateway-process'
import { useOwnWorld } from './testing/own-world'
import { paidLocation, personWith } from './testing/person'
import { formWith } from './testing/visitor'
import { waitUntil } from './testing/wait-until'

const world = useOwnWorld()
const TEST_MS = 120_000

const byKey = 'SELECT 1 FROM payments WHERE order_id = $1 AND $2::text IS NOT NULL FOR UPDATE'
const wallet = 'SELECT 1 FROM ledger_accounts WHERE id = $2::bigint AND $1::text IS NOT NULL FOR UPDATE'
const table = (name: string) => `LOCK TABLE ${name} IN SHARE MODE`

// In the order in which paying comes to them; each lock stops it right before that step.
const steps: [step: string, lock: string][] = [
  ['the payment is locked', byKey],
  ['the wallet is locked', wallet],
  ['the transfer is written', table('transfers')],
  ['the payee is credited', table('account_postings')],
  ['the proof is stored', table('proofs')],
  ['the webhook is noted', table('deliveries')],
  ['its job is planned', table('graphile_worker._private_jobs')],
]

/** Holds a lock until `release`, so that whoever needs it stops there. */
async function hold(lock: string, values: readonly string[]): Promise<{ release: () => Promise<void> }> {
  const session: pg.PoolClient = await world.db.session()
  await session.query('BEGIN')
  await session.query(lock, lock.includes('$1') ? [...values] : [])
  const release = async () => {
    await session.query('ROLLBACK')
    session.release()
  }
  return { release }
}

const stopsAtLock = () =>
  waitUntil('the gateway stopped at the lock', async () => {
    const text = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return (await world.db.rows(text)).length > 0
  })

const cutWhatWaits = () =>
  world.db.rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()`)

/** What the dead process left running in the database has come to its end. */
const leftoversAreGone = () =>
  waitUntil('the connections of the dead process were gone', async () => {
    const text = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND (state = 'active' OR state LIKE 'idle in transaction%')`
    return (await world.db.rows(text)).length === 0
  })

test.each(steps)(
  'killed before %s: it happened whole or not at all, and the payer ends up having paid once',
  async (_, lock) => {
    const ada = await personWith(world.url, '20.00')
    const checkout = await openCheckout(world)
    const seen = await ada.get(checkout.page)
    const { walletId = '' } = formWith(seen, 'walletId').fields
    const held = await hold(lock, [checkout.order.id, walletId])
    const paying = ada.submit(seen, 'walletId').then(
      () => 'answered',
      () => 'broken off',
    )
    await stopsAtLock()
    await world.gateway.kill()
    expect(await paying).toBe('broken off')
    await held.release()
    await leftoversAreGone()
    const left = (await paymentsIn(world)).find(({ orderId }) => orderId === checkout.order.id)
    // What writes is sent together with the end of the transaction, and the database goes on with it when its sender is gone.
    const isPaid = left?.status === 'SUCCEEDED'
    expect(left).toMatchObject(
      isPaid ? { transfers: 1, deliveries: 1 } : { status: 'PENDING', transfers: 0, deliveries: 0 },
    )
    expect(left?.txids).toHaveLength(isPaid ? 1 : 0)
    expect(await ledgerFaults(world)).toEqual([])
    world.gateway = await startGateway(world.settings)
    expect((await ada.get('/wallet')).text).toContain(isPaid ? '$15.50' : '$20.00')
    const after = await ada.get(checkout.page)
    if (isPaid) expect(after.text).toContain('Paid')
    else expect((await ada.submit(after, 'walletId')).location).toBe(paidLocation(checkout))
    expect((await ada.get('/wallet')).text).toContain('$15.50')
    await expectOnceOrNotAtAll(world)
  },
  TEST_MS,
)

test(
  'killed after the webhook arrived and before that was noted: the same webhook comes again',
  async () => {
    const ada = await personWith(world.url, '20.00')
    const checkout = await openCheckout(world)
    const seen = await ada.get(checkout.page)
    const held = await hold(table('delivery_attempts'), [])
    expect((await ada.submit(seen, 'walletId')).location).toBe(paidLocation(checkout))
    const mine = () => world.mg.webhooks.filter(({ body }) => body.includes(checkout.order.id))
    await waitUntil('the webhook arrived', () => mine().length === 1)
    await stopsAtLock()
    await world.gateway.kill()
    // Its statement would go on in the database without it, and note the webhook after all.
    await cutWhatWaits()
    await held.release()
    await leftoversAreGone()
    world.gateway = await startGateway(world.settings)
    await waitUntil('it came again', () => mine().length === 2)
    const [first, second] = mine()
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['x-oc-nonce']).not.toBe(first?.headers['x-oc-nonce'])
    await expectOnceOrNotAtAll(world)
  },
  TEST_MS,
)

test(
  'killed while the receiver does not answer: the webhook is sent again after the start',
  async () => {
    world.mg.behave.set('transfer/webhook', () => 'hang')
    const ada = await personWith(world.url, '20.00')
    const checkout = await openCheckout(world)
    await ada.submit(await ada.get(checkout.page), 'walletId')
    await waitUntil('the webhook is under way', () =>
      world.mg.webhooks.some(({ body }) => body.includes(checkout.order.id)),
    )
    await world.gateway.kill()
    world.mg.behave.delete('transfer/webhook')
    world.gateway = await startGateway(world.settings)
    await expectOnceOrNotAtAll(world)
  },
  TEST_MS,
)
