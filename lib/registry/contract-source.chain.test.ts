import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { createContractSource } from '@/lib/registry/contract-source'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { createRegistry } from '@/lib/registry/registry'
import { type Anvil, startAnvil } from '@/lib/registry/testing/anvil'
import { metadataText, signerOf, startMetadataServer } from '@/lib/registry/testing/metadata-server'
import { deployRegistry } from '@/lib/registry/testing/registry-contract'

const chainId = 31_337

let anvil: Anvil
let chain: Awaited<ReturnType<typeof deployRegistry>>

beforeAll(async () => {
  anvil = await startAnvil(chainId)
  chain = await deployRegistry(anvil.rpcUrl)
}, 60_000)

afterAll(() => anvil?.stop())

const sourceAt = (more: Partial<Parameters<typeof createContractSource>[0]> = {}) =>
  createContractSource({ chainId, address: chain.address, rpcUrl: anvil.rpcUrl, ...more })

describe('the registry contract on a real chain', () => {
  it('gives OCID 0 to the first identity, resolves it, and knows no other', async () => {
    expect(await sourceAt().find(0)).toEqual({ ok: true, value: undefined })
    expect(await chain.register('https://first.example/metadata.json', chain.owner)).toBe(0)
    expect(await sourceAt().find(0)).toEqual({ ok: true, value: 'https://first.example/metadata.json' })
    expect(await sourceAt().find(1)).toEqual({ ok: true, value: undefined })
    expect(await sourceAt().find(Number.MAX_SAFE_INTEGER)).toEqual({ ok: true, value: undefined })
  })

  it('lets the owner, and no one else, change the URL', async () => {
    const ocid = await chain.register('https://old.example', chain.owner)
    await expect(chain.update(ocid, 'https://stolen.example', chain.stranger)).rejects.toThrow(/revert/)
    expect(await sourceAt().find(ocid)).toEqual({ ok: true, value: 'https://old.example' })
    await chain.update(ocid, 'https://new.example', chain.owner)
    expect(await sourceAt().find(ocid)).toEqual({ ok: true, value: 'https://new.example' })
  })

  it('is an ERC-721 token: the URL is the new owner’s to change after a transfer', async () => {
    const { owner, stranger } = chain
    const ocid = await chain.register('https://sold.example', owner)
    await expect(chain.transfer(ocid, stranger, stranger)).rejects.toThrow(/revert/)
    await chain.transfer(ocid, stranger, owner)
    await expect(chain.update(ocid, 'https://kept.example', owner)).rejects.toThrow(/revert/)
    await chain.update(ocid, 'https://bought.example', stranger)
    expect(await sourceAt().find(ocid)).toEqual({ ok: true, value: 'https://bought.example' })
  })

  it('leads a registry from the chain to the signed metadata, and an unknown id to UNKNOWN_OCID', async () => {
    const server = await startMetadataServer()
    const fetch = createGuardedFetch({ allowPrivateNetwork: true })
    const signer = signerOf('1')
    server.serving.text = metadataText(signer, `${server.origin}/opencharge`)
    const ocid = await chain.register(`${server.origin}/opencharge`, chain.owner)
    const registry = createRegistry({ source: sourceAt(), fetch, crypto: nobleCrypto, now: () => 0 })
    const peer = await registry.peer(ocid)
    expect(peer).toMatchObject({
      ok: true,
      value: { ocid, name: 'Corner Coffee', publicKey: { hex: signer.publicKey.hex } },
    })
    expect(server.paths).toEqual(['/opencharge/metadata.json'])
    expect(await registry.peer(99_999)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_OCID' } })
    await fetch.close()
    await server.close()
  })

  it('gives no answer when the node is of another chain than configured', async () => {
    const found = await sourceAt({ chainId: 8453 }).find(0)
    expect(found).toMatchObject({ ok: false, error: { reason: 'the registry is on another chain than expected' } })
  })

  it('gives no answer when there is no contract at the address', async () => {
    const found = await sourceAt({ address: chain.stranger }).find(0)
    expect(found).toMatchObject({ ok: false, error: { reason: 'the registry contract gave no answer' } })
  })

  it('gives no answer when the node cannot be reached, and keeps the key in its URL to itself', async () => {
    const found = await sourceAt({ rpcUrl: 'http://127.0.0.1:1/v2/secret-key' }).find(0)
    expect(found).toMatchObject({ ok: false, error: { reason: 'the registry contract gave no answer' } })
    expect(JSON.stringify(found)).not.toContain('secret-key')
  })

  it('gives up on a node that sends the head of an answer and never its body', async () => {
    const server = await startMetadataServer()
    server.isHolding = true
    const found = await sourceAt({ rpcUrl: server.origin, timeoutMs: 100 }).find(0)
    expect(found).toMatchObject({ ok: false, error: { reason: 'the registry contract gave no answer' } })
    await server.close()
  })
})
