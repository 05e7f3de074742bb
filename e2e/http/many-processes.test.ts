import { describe, expect, test } from 'vitest'
import { expectOnceOrNotAtAll } from './testing/books'
import { checkoutBody, type OpenedCheckout, openCheckout, postCheckout } from './testing/checkout'
import { type GatewayProcess, signalGroup, startGateway } from './testing/gateway-process'
import { useOwnWorld } from './testing/own-world'
import { paidLocation, personWith } from './testing/person'
import { expectSuccess } from './testing/refusal'
import { call, freshNonce, nowSeconds } from './testing/signed-call'
import type { Page, Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'
import { exchange } from './testing/wire'

describe.each(['1', '2'])('WEB_CONCURRENCY=%s', (processes) => {
  const world = useOwnWorld({ WEB_CONCURRENCY: processes }, `processes_${processes}`)

  test('a replay is refused by whichever process gets it', async () => {
    const replayed = { path: '/opencharge/capabilities', nonce: freshNonce(), timestamp: nowSeconds() }
    expectSuccess(world.key, await call(world.url, world.mg, replayed))
    const again = await Promise.all(Array.from({ length: 20 }, () => call(world.url, world.mg, replayed)))
    expect(again.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 401))
  })

  test('of fifty requests at once with one nonce exactly one passes', async () => {
    const [nonce, timestamp] = [freshNonce(), nowSeconds()]
    const bodies = Array.from({ length: 50 }, () => checkoutBody(world.shop, world.shop.order()))
    const answers = await Promise.all(bodies.map((body) => postCheckout(world, body, { nonce, timestamp })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49)
  })

  test('ten presses on Pay at once pay once', async () => {
    const ada = await personWith(world.url, '20.00')
    const checkout = await openCheckout(world)
    const seen = await ada.get(checkout.page)
    const answers = await Promise.all(Array.from({ length: 10 }, () => ada.clone().submit(seen, 'walletId')))
    for (const { location } of answers) expect(location).toBe(paidLocation(checkout))
    await expectOnceOrNotAtAll(world)
  })

  test.each<[string, (gateway: GatewayProcess) => void]>([
    ['SIGTERM', (gateway) => gateway.signal('SIGTERM')],
    ['SIGTERM to each of its processes, as service managers send it,', (gateway) => signalGroup(gateway, 'SIGTERM')],
    ['Ctrl-C in its terminal', (gateway) => signalGroup(gateway, 'SIGINT')],
  ])('%s lets the payment under way end, takes no new ones, and ends with 0', async (_, stop) => {
    if (!world.gateway.isRunning()) world.gateway = await startGateway(world.settings)
    const { ada, checkout, seen } = await readyToPay()
    const lock = await world.db.session()
    await lock.query('BEGIN')
    await lock.query('SELECT 1 FROM payments WHERE order_id = $1 FOR UPDATE', [checkout.order.id])
    const paying = ada.submit(seen, 'walletId')
    await waitUntil('the payment waits for the lock', waitsForLock)
    stop(world.gateway)
    await waitUntil('nobody new is let in', async () => !(await isLetIn()))
    await lock.query('COMMIT')
    lock.release()
    expect((await paying).location).toBe(paidLocation(checkout))
    expect(await world.gateway.ended).toEqual({ code: 0, signal: null })
  })

  async function readyToPay(): Promise<{ ada: Visitor; checkout: OpenedCheckout; seen: Page }> {
    const ada = await personWith(world.url, '20.00')
    const checkout = await openCheckout(world)
    return { ada, checkout, seen: await ada.get(checkout.page) }
  }

  /** Refused, or taken by a process that has just closed its door: such a connection is answered by nobody. */
  async function isLetIn(): Promise<boolean> {
    const unanswered = new Promise<false>((resolve) => setTimeout(resolve, 1_000, false))
    const answered = exchange(world.url, { path: '/sign-in' }).then(
      () => true,
      () => false,
    )
    return Promise.race([answered, unanswered])
  }

  async function waitsForLock(): Promise<boolean> {
    const text = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE OF p%'"
    return (await world.db.rows(text)).length > 0
  }
})
