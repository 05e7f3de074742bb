import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGuardedFetch, type GuardedFetch } from '@/lib/registry/guarded-fetch'
import { createHttpSource } from '@/lib/registry/http-source'
import type { RegistrySource } from '@/lib/registry/registry-source'
import { type MetadataServer, startMetadataServer } from '@/lib/registry/testing/metadata-server'

let server: MetadataServer
let fetch: GuardedFetch
let source: RegistrySource
let nowMs = 0

beforeEach(async () => {
  server = await startMetadataServer()
  fetch = createGuardedFetch({ allowPrivateNetwork: true })
  source = createHttpSource({ url: `${server.origin}/registry.json`, fetch, now: () => nowMs })
  server.serving.text = '{"7":"https://a.example"}'
})

afterEach(async () => {
  await server.close()
  await fetch.close()
})

const at = (ms: number) => {
  nowMs = ms
  return source
}

describe('a registry over HTTP', () => {
  it('is fetched once a minute at most, for all OCIDs together', async () => {
    expect(await at(0).find(7)).toEqual({ ok: true, value: 'https://a.example' })
    server.serving.text = '{"8":"https://b.example"}'
    expect(await at(59_999).find(8)).toEqual({ ok: true, value: undefined })
    expect(server.paths).toEqual(['/registry.json'])
    expect(await at(60_000).find(8)).toEqual({ ok: true, value: 'https://b.example' })
    expect(server.paths.length).toBe(2)
  })

  it('is fetched once for those who ask at the same time', async () => {
    await Promise.all([1, 2, 7, 7].map((ocid) => at(0).find(ocid)))
    expect(server.paths.length).toBe(1)
  })

  it('is asked again 5 s after it failed', async () => {
    server.serving.status = 503
    expect(await at(0).find(7)).toEqual({ ok: false, error: { reason: 'the registry answered 503' } })
    server.serving.status = 200
    expect((await at(4_999).find(7)).ok).toBe(false)
    expect(server.paths.length).toBe(1)
    expect((await at(5_000).find(7)).ok).toBe(true)
  })

  it('says why when the guard refused', async () => {
    const guarded = createGuardedFetch({ allowPrivateNetwork: false })
    const guardedSource = createHttpSource({ url: 'https://127.0.0.1/registry.json', fetch: guarded, now: () => 0 })
    expect(await guardedSource.find(7)).toMatchObject({ ok: false, error: { detail: 'ADDRESS_REFUSED' } })
    await guarded.close()
  })
})
