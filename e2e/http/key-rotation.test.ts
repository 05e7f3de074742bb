import { expect, test } from 'vitest'
import { signObject } from '@/lib/opencharge/signed-object'
import { checkoutBody, postCheckout } from './testing/checkout'
import { expectError, expectRefusal, expectSuccess } from './testing/refusal'
import { call } from './testing/signed-call'
import { waitUntil } from './testing/wait-until'
import { useWorld } from './testing/world'

const world = useWorld()
const PATH = '/opencharge/capabilities'
const FOLLOWED_WITHIN_MS = 15_000

test('follows a caller and a merchant to their new keys once what we know is older than ten seconds', async () => {
  const readAfter = Date.now()
  // Their first signatures make the gateway read both; the copies are young when the keys change.
  expectSuccess(world.key, await call(world.url, world.stranger, { path: PATH }))
  expectSuccess(world.key, await postCheckout(world, checkoutBody(world.otherShop, world.otherShop.order())))
  const [oldCaller, oldMerchant] = [world.stranger.signer, world.otherShop.signer]
  world.stranger.rotateKey()
  world.otherShop.rotateKey()

  const body = () => checkoutBody(world.otherShop, world.otherShop.order())
  expectError(world.key, await call(world.url, world.stranger, { path: PATH }), 401, 'INVALID_SIGNATURE')
  await expectRefusal(world, 400, 'INVALID_SIGNATURE', () => postCheckout(world, body()))

  const callerFollowed = waitUntil(
    'the new key of a caller was taken',
    async () => (await call(world.url, world.stranger, { path: PATH })).status === 200,
    FOLLOWED_WITHIN_MS,
  )
  const merchantFollowed = waitUntil(
    'the new key of a merchant was taken',
    async () => (await postCheckout(world, body())).status === 200,
    FOLLOWED_WITHIN_MS,
  )
  await Promise.all([callerFollowed, merchantFollowed])
  expect(Date.now() - readAfter).toBeGreaterThanOrEqual(10_000)

  const withOldKey = await call(world.url, { ocid: world.stranger.ocid, signer: oldCaller }, { path: PATH })
  expectError(world.key, withOldKey, 401, 'INVALID_SIGNATURE')
  const order = world.otherShop.order()
  const signedBefore = checkoutBody(world.otherShop, order, { signature: signObject(order, oldMerchant) })
  await expectRefusal(world, 400, 'INVALID_SIGNATURE', () => postCheckout(world, signedBefore))
  const sightings = await world.db.rows('SELECT public_key FROM key_sightings WHERE ocid = $1', [world.stranger.ocid])
  expect(sightings).toHaveLength(2)
})

test('wrong signatures do not make us ask a peer for its metadata again and again', async () => {
  const forged = { ocid: world.shop.ocid, signer: world.mg.signer }
  const asked = () => world.shop.received.filter(({ path }) => path === 'metadata.json').length
  expectSuccess(world.key, await call(world.url, world.shop, { path: PATH }))
  const before = asked()
  await Promise.all(Array.from({ length: 50 }, () => call(world.url, forged, { path: PATH })))
  expect(asked() - before).toBeLessThanOrEqual(1)
})
