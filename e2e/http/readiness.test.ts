import { expect, test } from 'vitest'
import { useOwnWorld } from './testing/own-world'
import { waitUntil } from './testing/wait-until'
import { exchange } from './testing/wire'

const world = useOwnWorld({ STOP_DELAY_SECONDS: '2' })
const readiness = async () => {
  const { status, text } = await exchange(world.url, { path: '/ready' })
  return `${status} ${text.trim()}`
}

test('a gateway that can answer is ready, and nothing but a look is understood there', async () => {
  expect(await readiness()).toBe('200 ready')
  expect(await exchange(world.url, { path: '/ready', method: 'POST' })).toMatchObject({ status: 405 })
})

test('one without its database is not, and is again when that is back', async () => {
  await world.data.stopPostgres('fast')
  try {
    await waitUntil('it is not ready', async () => (await readiness()) === '503 the database does not answer')
  } finally {
    await world.data.startPostgres()
  }
  await waitUntil('it is ready again', async () => (await readiness()) === '200 ready')
})

test('one that is told to stop says so, and answers until the balancer has noticed', async () => {
  const stopped = world.gateway.stop()
  await waitUntil('it says that it leaves', async () => (await readiness()) === '503 stopping')
  expect((await exchange(world.url, { path: '/opencharge/metadata.json' })).status).toBe(200)
  await stopped
})
