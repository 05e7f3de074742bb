import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { countOf, sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { adoptSigningKey } from '@/lib/gateway/adopt-signing-key'
import { keyText } from '@/lib/gateway/key-text'
import { listKeyArchive } from '@/lib/gateway/signing-key-store'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { parsePrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { signObject } from '@/lib/opencharge/signed-object'
import { signerOf } from '@/lib/registry/testing/metadata-server'
import { makeDelivery } from '@/lib/webhooks/testing/make-delivery'
import { runCommand, runJson } from './testing/run-command'
import { ourOcid, ourSigner, peerOcid, peerSigner, type SmallNetwork, startSmallNetwork } from './testing/small-network'

useTestDatabase()

const ours = ourSigner.publicKey.hex
const nextSigner = signerOf('4')
const next = nextSigner.publicKey.hex
const tables = ['signing_keys', 'key_sightings', 'proofs', 'audit_entries', 'deliveries']
let network: SmallNetwork

beforeAll(async () => {
  network = await startSmallNetwork()
  for (const [name, value] of Object.entries(network.environment)) vi.stubEnv(name, value)
})

beforeEach(async () => {
  await sqlWithoutGuards(...tables.map((table) => `DELETE FROM ${table}`))
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await network.close()
})

const states = async () => (await listKeyArchive()).map(({ publicKey, state }) => [state, publicKey])
const startWith = (signer: typeof ourSigner) => adoptSigningKey({ ocid: ourOcid, signer })

test('a rotation prints the private key once, and keeps only its public half', async () => {
  const { document } = await runJson(['keys', 'rotate'])
  const { privateKey, publicKey } = document as { privateKey: string; publicKey: string }
  const parsed = parsePrivateKey(privateKey)
  expect(parsed.ok && publicKeyOf(parsed.value).hex).toBe(publicKey)
  expect(await states()).toEqual([
    ['NEXT', publicKey],
    ['SIGNING', ours],
  ])
  expect(await countOf('audit_entries', `action = 'key.rotate' AND subject = '${publicKey}'`)).toBe(1)
  expect(JSON.stringify(await sql('SELECT * FROM audit_entries'))).not.toContain(privateKey)
})

test('a key that was made elsewhere is registered in any of its forms, once', async () => {
  expect(await runCommand(['keys', 'rotate', '--public-key', `04${next.toUpperCase()}`])).toMatchObject({ exitCode: 0 })
  expect(await states()).toEqual([
    ['NEXT', next],
    ['SIGNING', ours],
  ])
  const again = await runCommand(['keys', 'rotate', '--public-key', next])
  expect(again).toMatchObject({ exitCode: 1, err: expect.stringContaining('already') })
})

test('one rotation at a time: the second is refused with nothing printed, and can begin after the first was taken back', async () => {
  await runCommand(['keys', 'rotate'])
  const second = await runCommand(['keys', 'rotate'])
  expect(second).toMatchObject({ out: '', exitCode: 1, err: expect.stringContaining('keys rotate --cancel') })
  expect(await runCommand(['keys', 'rotate', '--cancel'])).toMatchObject({ exitCode: 0 })
  expect(await states()).toEqual([['SIGNING', ours]])
  expect(await runCommand(['keys', 'rotate', '--cancel'])).toMatchObject({ exitCode: 1 })
  expect(await runCommand(['keys', 'rotate'])).toMatchObject({ exitCode: 0 })
  expect(await countOf('audit_entries', "action = 'key.rotate'")).toBe(3)
})

test('proofs that are still on their way under the old key are counted', async () => {
  await makeDelivery(300)
  const { out } = await runCommand(['keys', 'rotate', '--public-key', next])
  expect(out).toContain('1 webhook with proofs under the old key is not delivered yet.')
})

test('the list shows the archive with its spans', async () => {
  await startWith(ourSigner)
  await runCommand(['keys', 'rotate', '--public-key', next])
  expect((await runCommand(['keys', 'list'])).out).toMatch(new RegExp(`next +- +- +0 +${next}`))
  await startWith(nextSigner)
  const { out } = await runCommand(['keys', 'list'])
  expect(out).toMatch(new RegExp(`signs +2\\S+ \\S+Z +- +0 +${next}`))
  expect(out).toMatch(new RegExp(`retired +2\\S+ \\S+Z +2\\S+ \\S+Z +0 +${ours}`))
})

describe('--in-place', () => {
  let folder: string
  const keyFile = () => path.join(folder, 'gateway.key')

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'oc-keys-'))
    await writeFile(keyFile(), '1'.repeat(64), { mode: 0o600 })
    vi.stubEnv('DATA_DIR', folder)
    return async () => {
      vi.stubEnv('DATA_DIR', '')
      await rm(folder, { recursive: true })
    }
  })

  test("puts the new key into the development gateway's file and keeps the old one beside it", async () => {
    const { document } = await runJson(['keys', 'rotate', '--in-place'])
    const { publicKey } = document as { publicKey: string }
    const placed = parsePrivateKey(readFileSync(keyFile(), 'utf8'))
    expect(placed.ok && publicKeyOf(placed.value).hex).toBe(publicKey)
    expect(readFileSync(`${keyFile()}.${ours}`, 'utf8')).toBe('1'.repeat(64))
    for (const file of [keyFile(), `${keyFile()}.${ours}`]) expect(statSync(file).mode & 0o077).toBe(0)
    expect(await states()).toEqual([
      ['NEXT', publicKey],
      ['SIGNING', ours],
    ])
  })

  test('changes nothing while another key is the next one', async () => {
    await runCommand(['keys', 'rotate', '--public-key', next])
    expect(await runCommand(['keys', 'rotate', '--in-place'])).toMatchObject({ exitCode: 1 })
    expect(readFileSync(keyFile(), 'utf8')).toBe('1'.repeat(64))
    expect(existsSync(`${keyFile()}.next`)).toBe(false)
  })

  test.each([
    ['the key is configured elsewhere', () => writeFile(keyFile(), '5'.repeat(64))],
    ['the gateway is in production', async () => void vi.stubEnv('GATEWAY_MODE', 'production')],
  ])('is refused when %s', async (_, change) => {
    await change()
    const refused = await runCommand(['keys', 'rotate', '--in-place'])
    vi.stubEnv('GATEWAY_MODE', 'development')
    expect(refused).toMatchObject({ out: '', exitCode: 1 })
    expect(await countOf('signing_keys')).toBe(0)
  })
})

describe('verify-proof', () => {
  const proof = (changes: JsonObject = {}) => ({
    txid: 'tx_1',
    issuer: ourOcid,
    from: { ocid: ourOcid, reference: 'pay_1' },
    to: { ocid: peerOcid, reference: 'order-1' },
    amount: '5.00',
    currency: 'USD',
    timestamp: Math.floor(Date.now() / 1000) - 3600,
    ...changes,
  })
  const verify = (signed: JsonObject, signer = ourSigner) =>
    runJson(['verify-proof', '-'], JSON.stringify({ proof: signed, signature: signObject(signed, signer) }))
  const finding = (check: string, state: string, says: RegExp) => ({
    document: {
      checks: expect.arrayContaining([expect.objectContaining({ check, state, says: expect.stringMatching(says) })]),
    },
  })
  const rotated = async (hoursAgo: number) => {
    await startWith(ourSigner)
    await runCommand(['keys', 'rotate', '--public-key', next])
    await startWith(nextSigner)
    await sqlWithoutGuards(
      `UPDATE signing_keys SET signed_from = now() - interval '9 days', signed_until = now() - interval '${hoursAgo} hours' WHERE state = 'RETIRED'`,
    )
    vi.stubEnv('GATEWAY_PRIVATE_KEY', '4'.repeat(64))
    network.shownSigner.ours = nextSigner
    return () => {
      vi.stubEnv('GATEWAY_PRIVATE_KEY', '1'.repeat(64))
      network.shownSigner.ours = ourSigner
    }
  }

  test('a proof of before our rotation is good, and the time in which its key signed is named', async () => {
    const restore = await rotated(0)
    const report = await verify(proof())
    restore()
    const says = new RegExp(`signed under the key ${keyText(ours)}, which signed from 2\\S+ \\S+Z until 2\\S+ \\S+Z$`)
    expect(report).toMatchObject(finding('signature', 'ok', says))
    expect(report).toMatchObject(finding('age of key', 'ok', /dated before the next key/))
  })

  test('a proof of after our rotation under the old key is a fault', async () => {
    const restore = await rotated(2)
    const report = await verify(proof())
    restore()
    expect(report).toMatchObject(finding('age of key', 'FAULT', /after the issuer had gone on/))
  })

  test('a key that is only announced has signed nothing', async () => {
    await startWith(ourSigner)
    await runCommand(['keys', 'rotate', '--public-key', next])
    expect(await verify(proof(), nextSigner)).toMatchObject(finding('signature', 'FAULT', /does not verify/))
  })

  test("a peer's key is named with the time in which we saw it", async () => {
    const older = signerOf('3')
    await sql(`INSERT INTO key_sightings (ocid, public_key, first_seen_at, last_seen_at) VALUES
      (${peerOcid}, '${older.publicKey.hex}', '2026-01-02 03:04:05Z', '2026-02-03 04:05:06Z'),
      (${peerOcid}, '${peerSigner.publicKey.hex}', '2026-02-03 05:00:00Z', '2026-02-04 00:00:00Z')`)
    const signed = proof({ issuer: peerOcid, timestamp: Date.parse('2026-02-01T00:00:00Z') / 1000 })
    const says = /which we saw from 2026-01-02 03:04:05Z until 2026-02-03 04:05:06Z$/
    expect(await verify(signed, older)).toMatchObject(finding('signature', 'ok', says))
  })
})
