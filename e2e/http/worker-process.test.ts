import { expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import { launchWorker } from './testing/gateway-process'
import { useOwnWorld } from './testing/own-world'
import { paidLocation, pay, personWith } from './testing/person'
import { waitUntil } from './testing/wait-until'

const world = useOwnWorld({ WORKER: 'none' })

test('beside gateways that run no jobs, a worker of its own sends the webhooks, and stops in order', async () => {
  const checkout = await openCheckout(world)
  expect((await pay(await personWith(world.url, '20.00'), checkout)).location).toBe(paidLocation(checkout))
  const told = () => world.mg.webhooks.length
  const worker = launchWorker(world.settings)
  try {
    await waitUntil('the worker is ready', async () => worker.output().includes('the worker is ready'), 30_000)
    await waitUntil('the merchant gateway was told', async () => told() === 1)
  } finally {
    expect(await worker.stop()).toEqual({ code: 0, signal: null })
  }
  const next = await openCheckout(world)
  await pay(await personWith(world.url, '20.00'), next)
  expect(await world.db.rows("SELECT count(*)::int AS waiting FROM deliveries WHERE status = 'PENDING'")).toEqual([
    { waiting: 1 },
  ])
  expect(told()).toBe(1)
})
