import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createRegistryLab,
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

describe('unknown OCIDs', () => {
  it('are remembered for 60 s', async () => {
    const registry = lab.open()
    expect(await registry.peer(8)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_OCID', details: { ocid: 8 } } })
    lab.registered.set(8, lab.server.origin)
    lab.nowMs += minute - 1
    expect(await keyOf(registry.peer(8))).toBe('UNKNOWN_OCID')
    expect(await keyOf(registry.refresh(8))).toBe('UNKNOWN_OCID')
    expect(lab.sourceCalls).toBe(1)
    lab.nowMs += 1
    expect(await keyOf(registry.peer(8))).toBe(oldKey.publicKey.hex)
  })

  it('are unknown at once when the registry no longer has them, whatever is in memory', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.registered.delete(7)
    lab.nowMs += 5 * minute
    expect(await keyOf(registry.peer(7))).toBe('UNKNOWN_OCID')
    lab.nowMs += minute
    lab.isRegistryDown = true
    expect(await keyOf(registry.peer(7))).toBe('METADATA_UNAVAILABLE')
  })

  it('do not push known peers out of memory, however many are asked for', async () => {
    const registry = lab.open()
    await registry.peer(7)
    for (let ocid = 1_000; ocid < 12_000; ocid += 1) await registry.peer(ocid)
    await registry.peer(7)
    expect(lab.server.paths.length).toBe(1)
  })
})

describe('coalescing', () => {
  it('fetches once for a hundred who ask at the same time', async () => {
    const registry = lab.open()
    const answers = await Promise.all(Array.from({ length: 100 }, () => keyOf(registry.peer(7))))
    expect(new Set(answers)).toEqual(new Set([oldKey.publicKey.hex]))
    expect(lab.server.paths.length).toBe(1)
  })

  it('fetches different peers at the same time', async () => {
    const registry = lab.open()
    lab.server.isHolding = true
    const both = Promise.all([keyOf(registry.peer(0)), keyOf(registry.peer(7))])
    await untilFetched(2)
    lab.server.release()
    expect(await both).toEqual([oldKey.publicKey.hex, oldKey.publicKey.hex])
  })

  it('has 256 fetches under way at most and still answers for those it knows', async () => {
    const registry = lab.open({
      source: { find: (ocid) => (ocid > 7 ? new Promise(() => undefined) : lab.source.find(ocid)) },
    })
    await registry.peer(7)
    for (let ocid = 1_000; ocid < 1_256; ocid += 1) void registry.peer(ocid)
    expect(await registry.peer(2_000)).toMatchObject({
      ok: false,
      error: { code: 'SERVICE_UNAVAILABLE', details: { retryAfterSeconds: 1 } },
    })
    lab.nowMs += 6 * minute
    expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
  })

  it('says beforehand whether it would ask for somebody of whom it knows nothing', async () => {
    const registry = lab.open()
    expect([registry.wouldAsk(7), registry.wouldAsk(99)]).toEqual([true, true])
    const both = Promise.all([registry.peer(7), registry.peer(99)])
    expect([registry.wouldAsk(7), registry.wouldAsk(99)]).toEqual([false, false])
    expect((await both).map(({ ok }) => ok)).toEqual([true, false])
    expect([registry.wouldAsk(7), registry.wouldAsk(99)]).toEqual([false, false])
    lab.nowMs += 6 * minute
    expect([registry.wouldAsk(7), registry.wouldAsk(99)]).toEqual([false, true])
  })
})

describe('key rotation', () => {
  it('is followed by a refresh of a copy older than 10 s', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serve(newKey)
    lab.nowMs += 10 * second
    expect(await keyOf(registry.refresh(7))).toBe(oldKey.publicKey.hex)
    expect(lab.server.paths.length).toBe(1)
    lab.nowMs += 1
    expect(await keyOf(registry.refresh(7))).toBe(newKey.publicKey.hex)
    expect(await keyOf(registry.peer(7))).toBe(newKey.publicKey.hex)
    expect(lab.server.paths.length).toBe(2)
  })

  it('is fetched once for all whose signatures fail at the same time', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serve(newKey)
    lab.nowMs += minute
    const keys = await Promise.all(Array.from({ length: 50 }, () => keyOf(registry.refresh(7))))
    expect(new Set(keys)).toEqual(new Set([newKey.publicKey.hex]))
    expect(lab.server.paths.length).toBe(2)
  })

  it('is not looked for more often than every 10 s by wrong signatures, also while the source fails', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.serveNothing()
    lab.nowMs += minute
    for (let i = 0; i < 20; i += 1) expect(await keyOf(registry.refresh(7))).toBe(oldKey.publicKey.hex)
    expect(lab.server.paths.length).toBe(2)
  })

  it('is told once for each new key', async () => {
    const registry = lab.open()
    await registry.peer(7)
    lab.nowMs += 6 * minute
    await registry.peer(7)
    lab.serve(newKey)
    lab.nowMs += 6 * minute
    await registry.peer(7)
    expect(lab.seen.map((peer) => [peer.ocid, peer.publicKey.hex])).toEqual([
      [7, oldKey.publicKey.hex],
      [7, newKey.publicKey.hex],
    ])
  })

  it('is told again about once an hour while it stays the same, so that whoever keeps it knows until when it was seen', async () => {
    const registry = lab.open()
    for (let i = 0; i < 25; i += 1) {
      await registry.peer(7)
      await registry.refresh(7)
      lab.nowMs += 6 * minute
    }
    expect(lab.server.paths.length).toBeGreaterThan(20)
    expect(lab.seen.map((peer) => peer.publicKey.hex)).toEqual(Array(3).fill(oldKey.publicKey.hex))
  })

  it('is told again when the listener failed, whose failure harms no caller', async () => {
    let calls = 0
    const registry = lab.open({
      onPeerSeen: async () => {
        calls += 1
        if (calls === 1) throw new Error('the database is away')
      },
    })
    for (let i = 0; i < 3; i += 1) {
      expect(await keyOf(registry.peer(7))).toBe(oldKey.publicKey.hex)
      lab.nowMs += 6 * minute
    }
    expect(calls).toBe(2)
  })

  it('is waited for by whoever ends what the listener writes to, also when it fails', async () => {
    const events: string[] = []
    let fail = (_: Error) => {}
    const keeping = new Promise<void>((_, reject) => {
      fail = reject
    })
    const registry = lab.open({ onPeerSeen: () => keeping.finally(() => events.push('kept')) })
    await registry.settled()
    await registry.peer(7)
    const settled = registry.settled().then(() => events.push('settled'))
    fail(new Error('the database is away'))
    await settled
    expect(events).toEqual(['kept', 'settled'])
  })
})
