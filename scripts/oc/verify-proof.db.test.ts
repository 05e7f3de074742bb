import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { canonicalJson, shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { signObject } from '@/lib/opencharge/signed-object'
import type { Signer } from '@/lib/opencharge/signer'
import { signerOf } from '@/lib/registry/testing/metadata-server'
import { runCommand, runJson } from './testing/run-command'
import { ourSigner, peerSigner, type SmallNetwork, startSmallNetwork } from './testing/small-network'

useTestDatabase()

const olderSigner = signerOf('3')
const day = 24 * 3600
const now = Math.floor(Date.now() / 1000)

const proof = {
  txid: 'tx_1',
  issuer: 300,
  from: { ocid: 300, reference: 'their-7' },
  to: { ocid: 200, reference: 'pay_1' },
  amount: '12.50',
  currency: 'USD',
  timestamp: now - 60,
  memo: 'two coffees',
}

let network: SmallNetwork

beforeAll(async () => {
  network = await startSmallNetwork()
  for (const [name, value] of Object.entries(network.environment)) vi.stubEnv(name, value)
})

beforeEach(async () => {
  network.isPeerDown = false
  await network.register(network.registered)
  await sqlWithoutGuards('DELETE FROM key_sightings', 'DELETE FROM proofs')
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await network.close()
})

const envelope = (signed: JsonObject, signer: Signer = peerSigner) =>
  JSON.stringify({ proof: signed, signature: signObject(signed, signer) })

const verify = (input: string | Uint8Array) => runJson(['verify-proof', '-'], input)
const check = (name: string, state: string, says: string) =>
  expect.objectContaining({ check: name, state, says: expect.stringContaining(says) })
const invalid = (name: string, says: string) => ({
  exitCode: 1,
  document: { valid: false, checks: expect.arrayContaining([check(name, 'FAULT', says)]) },
})
const valid = (name: string, state: string, says: string) => ({
  exitCode: 0,
  document: { valid: true, checks: expect.arrayContaining([check(name, state, says)]) },
})
const sight = (signer: Signer, fromDaysAgo: number) =>
  sql(`INSERT INTO key_sightings (ocid, public_key, first_seen_at, last_seen_at)
    VALUES (300, '${signer.publicKey.hex}', now() - interval '${fromDaysAgo} days', now() - interval '${fromDaysAgo} days')`)
const store = (stored: JsonObject, signer: Signer) =>
  sql(`INSERT INTO proofs (issuer, txid, from_ocid, to_ocid, proof_text, signature, public_key)
    VALUES (${stored.issuer}, '${stored.txid}', 300, 200, '${canonicalJson(stored)}', '00', '${signer.publicKey.hex}')`)

test('a sound proof is said to state who paid whom, in one sentence, and every check is listed', async () => {
  const { out, exitCode } = await runCommand(['verify-proof', '-'], envelope(proof))
  expect(exitCode).toBe(0)
  expect(out).toMatch(
    /^Proof "tx_1": OCID 300 \("Corner Coffee", 127.0.0.1:\d+\) states that 12.50 USD went from OCID 300 \(reference "their-7"\) to OCID 200 \(reference "pay_1"\) on .*Z, with the note "two coffees".\n/,
  )
  for (const name of ['form', 'issuer', 'signature', 'amount', 'time', 'acceptance'])
    expect(out).toMatch(new RegExp(` ${name} `))
  expect(out.endsWith('\nVALID\n')).toBe(true)
})

test('a payee that was changed after signing is noticed', async () => {
  const { signature } = JSON.parse(envelope(proof))
  const changed = { ...proof, to: { ocid: 666 } }
  expect(await verify(JSON.stringify({ proof: changed, signature }))).toMatchObject(
    invalid('signature', 'does not verify'),
  )
})

test('the shallow signature is recognised, with what it leaves unsigned', async () => {
  const signature = peerSigner.sign(shallowCanonicalJson(proof))
  const report = await verify(JSON.stringify({ proof, signature }))
  expect(report).toMatchObject(invalid('signature', 'is shallow'))
  expect(report).toMatchObject(invalid('signature', 'who was paid (from, to) are not covered'))
})

test('a proof of before a key rotation is checked with the older key that we saw', async () => {
  await sight(olderSigner, 30)
  await sight(peerSigner, 10)
  const old = { ...proof, timestamp: now - 20 * day }
  expect(await verify(envelope(old, olderSigner))).toMatchObject(valid('age of key', 'ok', 'dated before the next key'))
})

test('a key that was taken out of use cannot sign later', async () => {
  await sight(olderSigner, 30)
  await sight(peerSigner, 10)
  const late = { ...proof, timestamp: now - 9 * day }
  expect(await verify(envelope(late, olderSigner))).toMatchObject(invalid('age of key', 'after the issuer had gone on'))
})

test('an older key counts as taken out of use when the registry shows another, seen for the first time now', async () => {
  await sight(olderSigner, 30)
  expect(await verify(envelope(proof, olderSigner))).toMatchObject(
    valid('age of key', 'ok', 'dated before the next key'),
  )
})

test('while the issuer cannot be reached, the key that we saw last still proves, and that is said', async () => {
  network.isPeerDown = true
  await sight(peerSigner, 10)
  expect(await verify(envelope(proof))).toMatchObject(valid('issuer', 'note', '503'))
})

test('a proof of somebody of whom no key is known proves nothing', async () => {
  await network.register({})
  expect(await verify(envelope(proof))).toMatchObject(invalid('signature', 'no key of OCID 300 is known'))
})

test('our own proof is compared with our books', async () => {
  const own = { ...proof, issuer: 200 }
  expect(await verify(envelope(own, ourSigner))).toMatchObject(invalid('our books', 'although our key signed it'))
  await store(own, ourSigner)
  expect(await verify(envelope(own, ourSigner))).toMatchObject(valid('our books', 'ok', 'this very proof'))
})

test('a proof that we signed with a key of the past is recognised by the proofs that we keep', async () => {
  const own = { ...proof, issuer: 200 }
  await store(own, olderSigner)
  expect(await verify(envelope(own, olderSigner))).toMatchObject(valid('signature', 'ok', 'which signed from'))
})

test('a second proof under one issuer and txid is a fault, however well it is signed', async () => {
  await store({ ...proof, amount: '1.00' }, peerSigner)
  expect(await verify(envelope(proof))).toMatchObject(invalid('our books', 'another proof under this issuer and txid'))
})

test.each([
  ['an amount with more digits than the currency has', { amount: '12.505' }, 'amount'],
  ['a time ahead of the clock', { timestamp: now + day }, 'time'],
  ['a currency that only looks like one', { currency: 'U\u0405D' }, 'amount'],
])('%s is a fault', async (_, change, name) => {
  expect(await verify(envelope({ ...proof, ...change }))).toMatchObject(invalid(name, ''))
})

test('a currency that is configured nowhere is noted, and no fault', async () => {
  expect(await verify(envelope({ ...proof, currency: 'USDT' }))).toMatchObject(valid('amount', 'note', 'USDT'))
})

test.each([
  ['nothing', '', 'is not JSON'],
  ['the same key twice', '{"proof":{},"proof":{},"signature":"00"}', 'same name twice'],
  ['a byte order mark', `\ufeff${envelope(proof)}`, 'byte order mark'],
  ['no signature', JSON.stringify({ proof }), '"signature"'],
  ['a proof without a payee', JSON.stringify({ proof: { ...proof, to: null }, signature: '00' }), 'to'],
])('%s is no proof, and the report says why', async (_, text, says) => {
  expect(await verify(text)).toMatchObject(invalid('form', says))
})

test('texts of the proof cannot move the cursor', async () => {
  const { out } = await runCommand(['verify-proof', '-'], envelope({ ...proof, memo: '\u001b[2J\u202eVALID' }))
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
})

describe('the evidence of a receipt', () => {
  const order = { id: 'pay_1', ocid: 500, amount: '12.50', currency: 'USD', createdAt: now - 90, accepts: [200] }
  const bundle = {
    order,
    orderSignature: signObject(order, olderSigner),
    ...JSON.parse(envelope(proof)),
    keys: [
      { ocid: 300, publicKey: peerSigner.publicKey.hex, firstSeenAt: now - day, lastSeenAt: now },
      { ocid: 500, publicKey: olderSigner.publicKey.hex, firstSeenAt: now - day, lastSeenAt: now },
    ],
  }
  const judge = (changes: JsonObject = {}) => verify(JSON.stringify({ ...bundle, ...changes }))

  test('is sound when the merchant signed the order that the proof settles', async () => {
    const report = await judge()
    expect(report).toMatchObject(valid('signature of the merchant', 'ok', 'covers the whole order'))
    expect(report).toMatchObject(valid('agreed amount', 'ok', 'say the same: 12.50'))
    expect(report).toMatchObject(valid('agreed payee', 'note', 'That 200 passed it on to 500 is not proved here'))
    expect(report).toMatchObject(valid('keys of the file', 'ok', 'known here'))
  })

  test('says which field was changed after signing', async () => {
    const changed = await judge({ proof: { ...proof, amount: '1.25' } })
    expect(changed).toMatchObject(invalid('changed', 'Changed after signing: the amount.'))
    expect(changed).toMatchObject(invalid('agreed amount', 'The proof says 1.25, the order says 12.50.'))
    const items = await judge({ order: { ...order, memo: 'another' } })
    expect(items).toMatchObject(invalid('signature of the merchant', 'changed after signing'))
  })

  test('does not take an order for proved that anybody can have written', async () => {
    const written = { ...order, ocid: 999 }
    const report = await judge({ order: written, orderSignature: 'zz' })
    expect(report).toMatchObject(valid('signature of the merchant', 'note', 'anybody can have written it'))
    expect(report).toMatchObject(valid('agreed amount', 'note', 'not shown who wrote the order'))
    expect(report).toMatchObject(valid('agreed payee', 'note', 'that 200 pays 999 is not proved here'))
    const { sentence } = report.document as { sentence: string }
    expect(sentence).not.toContain('999')
  })

  test.each([
    ['last seen before the proof was made', { firstSeenAt: 0, lastSeenAt: 86_400 }, 'before the proof was made'],
    ['last seen before it was first seen', { firstSeenAt: now, lastSeenAt: now - day }, 'that cannot be'],
  ])('notes a key that it says was %s', async (_, span, says) => {
    const report = await judge({ keys: [{ ...bundle.keys[0], ...span }] })
    expect(report).toMatchObject(valid('age in the file', 'note', says))
  })

  test('that brings a key of its own maker is refused, although it fits', async () => {
    const signature = signObject(proof, olderSigner)
    const keys = [{ ...bundle.keys[0], publicKey: olderSigner.publicKey.hex }]
    expect(await judge({ signature, keys })).toMatchObject(invalid('keys of the file', 'none of them is known'))
  })
})

test('a file that is not there is wrong usage', async () => {
  const { err, exitCode } = await runCommand(['verify-proof', 'no-such-file.json'])
  expect({ err, exitCode }).toEqual({ err: expect.stringContaining('cannot be read (ENOENT)'), exitCode: 2 })
})
