import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { metadataText } from '@/lib/registry/testing/metadata-server'
import {
  createRegistryLab,
  hour,
  keyOf,
  minute,
  newKey,
  oldKey,
  type RegistryLab,
  second,
} from '@/lib/registry/testing/registry-lab'

let lab: RegistryLab

beforeEach(async () => {
  lab = await createRegistryLab()
})

afterEach(() => lab.close())

/** Lets a fetch in the background reach the peer. */
const untilFetched = (count: number) => expect.poll(() => lab.server.paths.length).toBe(count)

describe('a peer', () => {
  it('is read from its signed metadata, under OCID 0 too', async () => {
    expect(await lab.open().peer(0)).toMatchObject({
      ok: true,
      value: {
        ocid: 0,
        name: 'Corner Coffee',
        domain: new URL(lab.server.origin).host,
        isDomainConfirmed: true,
        currencies: ['USD'],
        fetchedAtEpochMs: lab.nowMs,
      },
    })
    expect(lab.server.paths).toEqual(['/zero/metadata.json'])
  })

  it('is not believed to be at a host other than the one it is registered at', async () => {
    lab.serve(oldKey, 'https://bank.example/opencharge')
    expect(await lab.open().peer(7)).toMatchObject({
      ok: true,
      value: { domain: 'bank.example', isDomainConfirmed: false },
    })
  })

  it.each([
    [
      'a document with a wrong signature',
      () => metadataText(oldKey, 'https://a.example').replace('USD', 'EUR'),
      'signature',
    ],
    ['what is no JSON', () => '<html>', 'not sound JSON'],
    ['a key twice', () => '{"name":"a","name":"b"}', 'not sound JSON'],
    ['a document without a key', () => '{"name":"a"}', 'publicKey'],
  ])('is METADATA_UNAVAILABLE, with the reason, when its host serves %s', async (_, text, reason) => {
    lab.server.serving = { status: 200, text: text() }
    expect(await lab.open().peer(7)).toMatchObject({
      ok: false,
      error: { code: 'METADATA_UNAVAILABLE', details: { ocid: 7, reason: expect.stringContaining(reason) } },
    })
  })

  it.each([404, 500, 204])('is METADATA_UNAVAILABLE when its host answers %s', async (status) => {
    lab.server.serving.status = status
    expect(await keyOf(lab.open().peer(7))).toBe('METADATA_UNAVAILABLE')
  })

  it('is METADATA_UNAVAILABLE when its URL is on a private address', async () => {
    const guarded = createGuardedFetch({ allowPrivateNetwork: false })
    lab.registered.set(7, 'https://[::ffff:127.0.0.1]/metadata.json')
    expect(await keyOf(lab.open({ fetch: guarded }).peer(7))).toBe('METADATA_UNAVAILABLE')
    await guarded.close()
  })
})

describe('freshness', () => {
  it('answers from memory for 5 minutes and then fetches before it answers', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serve(newKey)
    lab.nowMs += 5 * minute - 1
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
    expect(lab.server.paths.length).toBe(1)
    lab.nowMs += 1
    expect(await keyOf(registry.peer(7))).toBe(newKey.publicKey.hex)
  })

  it('serves the stale copy while the source fails, up to 24 h and no longer', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serveNothing()
    lab.nowMs += 24 * hour - 1
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
    lab.nowMs += 1
    expect(await keyOf(registry.peer(7))).toBe('METADATA_UNAVAILABLE')
  })

  it('serves the stale copy also while the registry itself fails', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.isRegistryDown = true
    lab.nowMs += 6 * minute
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
  })

  it('lets nobody wait, and tries every 30 s only, once the source is known to fail', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serveNothing()
    lab.nowMs += 6 * minute
    await registry.peer(7)
    expect(lab.server.paths.length).toBe(2)
    lab.server.isHolding = true
    lab.nowMs += 30 * second - 1
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
    expect(lab.server.paths.length).toBe(2)
    lab.nowMs += 1
    // This try hangs, and those who ask are answered all the same.
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
    await untilFetched(3)
  })

  it('follows the source as soon as it is back', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serveNothing()
    lab.nowMs += 6 * minute
    await registry.peer(7)
    lab.serve(newKey)
    lab.nowMs += 31 * second
    await registry.peer(7)
    await expect.poll(() => keyOf(registry.peer(7))).toBe(newKey.publicKey.hex)
  })

  it('waits again for the source when the failure was long ago', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serveNothing()
    lab.nowMs += 6 * minute
    await registry.peer(7)
    lab.serve(newKey)
    lab.nowMs += 20 * hour
    expect(await keyOf(registry.peer(7))).toBe(newKey.publicKey.hex)
  })

  it('tries again after 5 s where there is no copy', async () => {
    const registry = lab.open()
    lab.serveNothing()
    expect(await keyOf(registry.peer(7))).toBe('METADATA_UNAVAILABLE')
    lab.serve()
    lab.nowMs += 5 * second - 1
    expect(await keyOf(registry.peer(7))).toBe('METADATA_UNAVAILABLE')
    expect(lab.server.paths.length).toBe(1)
    lab.nowMs += 1
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
  })

  it('trusts nothing in memory after the clock was set back', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serve(newKey)
    lab.nowMs -= hour
    expect(await keyOf(registry.peer(7))).toBe(newKey.publicKey.hex)
  })
})

it('tells the operator of each failure with the detail that strangers do not get', async () => {
  const failures: unknown[] = []
  lab.serveNothing()
  const answer = await lab.open({ onFailure: (ocid, failure) => failures.push([ocid, failure]) }).peer(7)
  const url = `${lab.server.origin}/seven/metadata.json`
  expect(failures).toEqual([[7, { reason: 'the metadata URL answered 500', detail: url }]])
  expect(JSON.stringify(answer)).not.toContain(url)
})
