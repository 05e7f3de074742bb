import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startDevnet } from '@/devnet/start-devnet'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { proofOf } from '@/devnet/testing/fake-gateway'
import { parseMetadata } from '@/lib/opencharge/metadata'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyResponse } from '@/lib/opencharge/response-signature'
import { parseStrictJson } from '@/lib/opencharge/strict-json'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())

async function identityAt(url: string) {
  const answer = await fetch(url)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const json = parseStrictJson(bytes)
  const metadata = json.ok ? parseMetadata(json.value, nobleCrypto) : json
  if (!metadata.ok) throw new Error(`${url} gave no metadata`)
  return { metadata: metadata.value, answer, bytes }
}

describe('a purchase', () => {
  it('goes to the payment page, and is shown as paid only after the proof has come', async () => {
    const answer = await lab.buy('saffron', 2)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(`${lab.gateway.origin}/pay/sess_1`)
    const order = lab.gateway.checkouts.at(-1)?.order
    if (!order) throw new Error('no order arrived')
    const page = `/orders/${order.id}`
    expect(await lab.page(`${page}?session=sess_1`)).toContain('<h1>Waiting for payment</h1>')
    expect(await lab.page(`${page}?session=sess_1`)).not.toContain('<h1>Paid</h1>')
    const delivered = await lab.deliver(proofOf(order))
    expect(delivered).toMatchObject({ status: 200, json: { status: 'accepted', txid: `tx_${order.id}` } })
    await vi.waitFor(async () => expect(await lab.page(page)).toContain('<h1>Paid</h1>'), { timeout: 10_000 })
    expect(await lab.page(page)).toContain(`tx_${order.id}`)
    expect(await lab.page(page)).not.toContain('http-equiv="refresh"')
  })

  it('is still paid, and still owed to its merchant, after a restart', async () => {
    const order = await lab.order('ride-ntinda', 3)
    await lab.deliver(proofOf(order))
    await vi.waitFor(async () => expect(await lab.page(`/orders/${order.id}`)).toContain('<h1>Paid</h1>'), {
      timeout: 10_000,
    })
    const before = await lab.status()
    await lab.restart()
    expect(await lab.page(`/orders/${order.id}`)).toContain('<h1>Paid</h1>')
    const after = await lab.status()
    expect(after.orders).toEqual(before.orders)
    expect(after.merchantGateway.owed['501']?.UGX).toBe('21000')
    expect(after.merchantGateway.received).toEqual(before.merchantGateway.received)
  })
})

describe('the devnet', () => {
  it('registers the gateway, the institutions and the merchants', () => {
    const registry = JSON.parse(readFileSync(lab.devnet().registryFile, 'utf8'))
    const own = [300, 310, 320, 330, 500, 501, 502, 510, 511, 512, 513, 520]
    const urls = own.map((ocid) => [String(ocid), lab.at(`/${ocid}/opencharge/metadata.json`)])
    expect(registry).toEqual({ '200': lab.gateway.metadataUrl, ...Object.fromEntries(urls) })
  })

  it('has parties that sign their metadata and answers with keys of their own, kept over restarts', async () => {
    const keys = async () =>
      Promise.all(
        [300, 310, 320, 330, 500, 513].map(async (ocid) => {
          const { metadata, answer, bytes } = await identityAt(lab.at(`/${ocid}/opencharge/metadata.json`))
          const response = { status: answer.status, body: bytes, header: (name: string) => answer.headers.get(name) }
          const expected = { ocid, key: metadata.publicKey, now: Math.floor(Date.now() / 1000) }
          expect(verifyResponse(response, expected, nobleCrypto)).toEqual({ ok: true, value: 'signed' })
          return metadata.publicKey.hex
        }),
      )
    const before = await keys()
    expect(new Set(before).size).toBe(6)
    await lab.restart()
    expect(await keys()).toEqual(before)
    expect(statSync(join(lab.dataDir, 'devnet/keys/300.key')).mode & 0o777).toBe(0o600)
  })

  it('says whose proofs each party takes', async () => {
    const accepts = (ocid: number) =>
      identityAt(lab.at(`/${ocid}/opencharge/metadata.json`)).then(({ metadata }) => metadata.accepts)
    const said = await Promise.all([300, 310, 320, 330, 502, 510, 511, 512, 513, 520].map(accepts))
    expect(said).toEqual([[200], [], [310], [320], [300], [200], [310], [320], [330], [200]])
  })

  it('takes the next free port when its own is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, resolve))
    const { port } = other.address() as AddressInfo
    const gateway = { ocid: 200, metadataUrl: lab.gateway.metadataUrl }
    const devnet = await startDevnet({ port, gateway, dataDir: join(lab.dataDir, 'second') })
    expect(Number(new URL(devnet.shopUrl).port)).toBeGreaterThan(port)
    expect((await fetch(devnet.shopUrl)).status).toBe(200)
    await devnet.close()
    await new Promise((resolve) => other.close(resolve))
  })

  it('does not start under a public URL with a path, which it could not verify signatures behind', async () => {
    const gateway = { ocid: 200, metadataUrl: lab.gateway.metadataUrl }
    const options = { port: 0, publicUrl: 'https://shop.example/devnet', gateway, dataDir: join(lab.dataDir, 'fourth') }
    await expect(startDevnet(options)).rejects.toThrow('https://shop.example')
  })

  it('does not start with a gateway whose OCID is one of its own', async () => {
    const gateway = { ocid: 300, metadataUrl: lab.gateway.metadataUrl }
    const start = startDevnet({ port: 0, gateway, dataDir: join(lab.dataDir, 'third') })
    await expect(start).rejects.toThrow('300')
  })
})
