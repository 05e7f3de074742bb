import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { keyText } from '@/lib/gateway/key-text'
import type { PublicKey } from '@/lib/opencharge/keys'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { ok } from '@/lib/opencharge/result'
import { verifyObject } from '@/lib/opencharge/signed-object'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { createRegistry } from '@/lib/registry/registry'
import { openCheckout } from './testing/checkout'
import { freePort, launchGateway, startGateway } from './testing/gateway-process'
import { oc } from './testing/oc'
import { useOwnWorld } from './testing/own-world'
import { paidLocation, pay, personWith } from './testing/person'
import { call } from './testing/signed-call'
import { waitUntil } from './testing/wait-until'
import { OUR_OCID } from './testing/world'

const world = useOwnWorld()
const TEST_MS = 180_000
let peersClockMs = Date.now()
let oldProof: string
let newProof: string
let oldKey: PublicKey
let newKey: PublicKey

/** What another gateway knows of us, with a clock that a test moves. */
const peersRegistry = () =>
  createRegistry({
    source: { find: async () => ok(`${world.url}/opencharge/metadata.json`) },
    fetch: createGuardedFetch({ allowPrivateNetwork: true }),
    crypto: nobleCrypto,
    now: () => peersClockMs,
  })
let peer: ReturnType<typeof peersRegistry>

async function keyKnownToPeer(how: 'peer' | 'refresh'): Promise<PublicKey> {
  const found = await peer[how](OUR_OCID)
  if (!found.ok) throw new Error(found.error.message)
  return found.value.publicKey
}

/** Pays one order and gives the proof that the merchant's gateway was told. */
async function payOnce(): Promise<string> {
  const [ada, checkout] = [await personWith(world.url, '20.00'), await openCheckout(world)]
  expect((await pay(ada, checkout)).location).toBe(paidLocation(checkout))
  const isOfOrder = ({ body }: { body: string }) => body.includes(checkout.order.id)
  return waitUntil('the webhook came', () => world.mg.webhooks.find(isOfOrder)?.body)
}

function isSignedBy(envelope: string, key: PublicKey): boolean {
  const { proof, signature } = JSON.parse(envelope)
  return verifyObject(proof, signature, key, nobleCrypto) === 'valid'
}

async function verdictOn(envelope: string): Promise<{ out: string; code: number | null }> {
  const file = path.join(world.data.path, 'proof.json')
  await writeFile(file, envelope)
  return oc(world.settings, ['verify-proof', file])
}

beforeAll(async () => {
  peer = peersRegistry()
  oldKey = await keyKnownToPeer('peer')
  oldProof = await payOnce()
}, TEST_MS)

test('a rotation that was begun changes nothing for a gateway that runs', { timeout: TEST_MS }, async () => {
  const { out, code } = await oc(world.settings, ['keys', 'rotate', '--in-place', '--json'])
  expect({ code, state: JSON.parse(out).state }).toEqual({ code: 0, state: 'NEXT' })
  expect(isSignedBy(await payOnce(), oldKey)).toBe(true)
})

test('after the restart the new key is shown, signs proofs, and a peer follows', { timeout: TEST_MS }, async () => {
  await world.gateway.stop()
  world.gateway = await startGateway(world.settings)
  expect((await keyKnownToPeer('peer')).hex).toBe(oldKey.hex)
  peersClockMs += 11_000
  newKey = await keyKnownToPeer('refresh')
  expect(newKey.hex).not.toBe(oldKey.hex)
  Object.assign(world, { key: newKey })
  newProof = await payOnce()
  expect([isSignedBy(newProof, newKey), isSignedBy(newProof, oldKey)]).toEqual([true, false])
  expect((await call(world.url, world.mg, { path: '/opencharge/capabilities' })).status).toBe(200)
})

test('a proof of before is still verified, with the time in which its key signed', { timeout: TEST_MS }, async () => {
  const [before, after] = [await verdictOn(oldProof), await verdictOn(newProof)]
  expect(before.out).toMatch(
    new RegExp(`signed under the key ${keyText(oldKey.hex)}, which signed from 2\\S+ \\S+Z until 2\\S+ \\S+Z\\n`),
  )
  expect(before.out).toMatch(/\nVALID\n$/)
  expect(after.out).toContain(`signed under the key ${keyText(newKey.hex)}, which signed from 2`)
  expect(after.out).toMatch(/\nVALID\n$/)
})

test('neither the old key nor an unknown one starts beside it', { timeout: TEST_MS }, async () => {
  const kept = (await readdir(world.data.path)).find((name) => name === `gateway.key.${oldKey.hex}`)
  const oldPrivateKey = await readFile(path.join(world.data.path, String(kept)), 'utf8')
  for (const [privateKey, says] of [
    [oldPrivateKey, `was replaced by ${keyText(newKey.hex)}`],
    ['7'.repeat(64), `this gateway signs with ${keyText(newKey.hex)}`],
  ] as const) {
    const settings = { ...world.settings, PORT: String(await freePort()), GATEWAY_PRIVATE_KEY: privateKey }
    const refused = launchGateway({ GATEWAY_MODE: 'development', ...settings })
    expect(await refused.ended).toMatchObject({ code: 1 })
    expect(refused.output()).toContain(says)
  }
  expect((await fetch(`${world.url}/opencharge/metadata.json`)).ok).toBe(true)
})
