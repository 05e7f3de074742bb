import { expect, test } from 'vitest'
import { expectError, expectSuccess } from './testing/refusal'
import { call, nowSeconds } from './testing/signed-call'
import type { WireAnswer } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()
const PATH = '/opencharge/capabilities'

/** A request made `offset` seconds away from the clock of a gateway that answered within the same second. */
async function requestAt(offset: number): Promise<WireAnswer> {
  for (;;) {
    const now = nowSeconds()
    const answer = await call(world.url, world.mg, { path: PATH, timestamp: now + offset })
    if (answer.headers['x-oc-timestamp'] === String(now)) return answer
  }
}

test.each([-300, -299, 0, 299, 300])('takes a request that is %i s away', async (offset) => {
  expectSuccess(world.key, await requestAt(offset))
})

test.each([-100_000, -301, 301, 100_000])('refuses a request that is %i s away and says both times', async (offset) => {
  const { details } = expectError(world.key, await requestAt(offset), 401, 'TIMESTAMP_EXPIRED')
  expect(Number(details?.timestamp) - Number(details?.now)).toBe(offset)
})

test.each(['0', '999999999999'])('refuses the far time %s', async (timestamp) => {
  const answer = await call(world.url, world.mg, { path: PATH, timestamp: Number(timestamp) })
  expectError(world.key, answer, 401, 'TIMESTAMP_EXPIRED')
})

test('looks at the time before it asks the registry', async () => {
  const nobody = { ocid: 999_999_998, signer: world.mg.signer }
  const answer = await call(world.url, nobody, { path: PATH, timestamp: nowSeconds() - 1000 })
  expectError(world.key, answer, 401, 'TIMESTAMP_EXPIRED')
})
