import { beforeEach, expect, test } from 'vitest'
import { refuseWrongKey } from '@/lib/boot/refuse-wrong-key'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { adoptSigningKey } from './adopt-signing-key'
import { announceKey } from './announce-key'
import type { Gateway } from './gateway'
import { keyText } from './key-text'
import { listKeyArchive } from './signing-key-store'

useTestDatabase()

const withKey = (word: string) => ({ ocid: 200, signer: testPerson(word).signer })
const hexOf = (word: string) => testPerson(word).key.hex
const announce = (word: string) => inTransaction((tx) => announceKey(tx, hexOf(word)))
const states = async () => (await listKeyArchive()).map(({ publicKey, state }) => [state, publicKey])

beforeEach(async () => {
  await sqlWithoutGuards('DELETE FROM signing_keys', 'DELETE FROM proofs')
})

test('the first key signs from now on, in every process that starts with it', async () => {
  const adoptions = await Promise.all([1, 2, 3, 4].map(() => adoptSigningKey(withKey('one'))))
  const words = adoptions.map((adoption) => adoption.ok && adoption.value).sort()
  expect(words).toEqual(['first', 'signs', 'signs', 'signs'])
  expect(await listKeyArchive()).toEqual([
    { publicKey: hexOf('one'), state: 'SIGNING', signedFrom: expect.any(Date), signedUntil: null },
  ])
})

test('a key that has signed proofs already signs since the earliest of them, and older keys are taken over', async () => {
  const store = (txid: string, word: string, daysAgo: number) =>
    sql(`INSERT INTO proofs (issuer, txid, from_ocid, to_ocid, proof_text, signature, public_key, created_at)
      VALUES (200, '${txid}', 200, 300, '{}', '00', '${hexOf(word)}', now() - interval '${daysAgo} days')`)
  await store('tx_1', 'zero', 9)
  await store('tx_2', 'one', 5)
  await store('tx_3', 'one', 1)
  await adoptSigningKey(withKey('one'))
  const [signing, retired] = await listKeyArchive()
  const daysAgo = (moment: Date | null | undefined) => Math.round((Date.now() - Number(moment)) / 86_400_000)
  expect(signing).toMatchObject({ publicKey: hexOf('one'), state: 'SIGNING' })
  expect(daysAgo(signing?.signedFrom)).toBe(5)
  expect(retired).toMatchObject({ publicKey: hexOf('zero'), state: 'RETIRED' })
  expect(daysAgo(retired?.signedUntil)).toBe(9)
})

test('the next key signs from the first start with it, of however many at once, and the old one is retired with its span', async () => {
  await adoptSigningKey(withKey('one'))
  expect(await announce('two')).toMatchObject({ ok: true })
  const adoptions = await Promise.all([1, 2, 3, 4].map(() => adoptSigningKey(withKey('two'))))
  expect(adoptions.map((adoption) => adoption.ok && adoption.value).sort()).toEqual([
    'replaces',
    'signs',
    'signs',
    'signs',
  ])
  const [signing, retired] = await listKeyArchive()
  expect(signing).toMatchObject({ publicKey: hexOf('two'), state: 'SIGNING', signedUntil: null })
  expect(retired).toMatchObject({ publicKey: hexOf('one'), state: 'RETIRED', signedUntil: signing?.signedFrom })
})

test('while a next key waits, processes with the old one start as before', async () => {
  await adoptSigningKey(withKey('one'))
  await announce('two')
  expect(await adoptSigningKey(withKey('one'))).toMatchObject({ ok: true, value: 'signs' })
  expect(await states()).toEqual([
    ['NEXT', hexOf('two')],
    ['SIGNING', hexOf('one')],
  ])
})

test('old and new processes that start at once leave one key that signs', async () => {
  await adoptSigningKey(withKey('one'))
  await announce('two')
  const words = ['one', 'two', 'one', 'two', 'one', 'two']
  await Promise.all(words.map((word) => adoptSigningKey(withKey(word))))
  expect(await states()).toEqual([
    ['SIGNING', hexOf('two')],
    ['RETIRED', hexOf('one')],
  ])
})

test('a key that nobody announced does not start, and the sentence says how to mend it', async () => {
  await adoptSigningKey(withKey('one'))
  const start = () => refuseWrongKey(withKey('two') as Gateway)
  await expect(start()).rejects.toThrow(`keys rotate --public-key ${hexOf('two')}`)
  await expect(start()).rejects.toThrow(`signs with ${keyText(hexOf('one'))}`)
  expect(await states()).toEqual([['SIGNING', hexOf('one')]])
})

test('a retired key does not start again, but goes on in a gateway that runs since before it was replaced', async () => {
  const before = new Date(Date.now() - 60_000)
  await adoptSigningKey(withKey('one'))
  await announce('two')
  await adoptSigningKey(withKey('two'))
  await expect(refuseWrongKey(withKey('one') as Gateway)).rejects.toThrow('was replaced by')
  await expect(refuseWrongKey(withKey('one') as Gateway, new Date(Date.now() + 60_000))).rejects.toThrow('replaced by')
  await refuseWrongKey(withKey('one') as Gateway, before)
  expect(await states()).toEqual([
    ['SIGNING', hexOf('two')],
    ['RETIRED', hexOf('one')],
  ])
})

test.each([
  ['the one that signs', 'one', 'IS_SIGNING'],
  ['the one that is next', 'two', 'IS_NEXT'],
  ['a second next one', 'three', 'ANOTHER_IS_NEXT'],
])('%s is not announced', async (_, word, refusal) => {
  await adoptSigningKey(withKey('one'))
  await announce('two')
  expect(await announce(word)).toEqual({ ok: false, error: refusal })
})

test('a retired key is never announced again, and none before it is known which one signs', async () => {
  expect(await announce('one')).toEqual({ ok: false, error: 'NO_ARCHIVE' })
  await adoptSigningKey(withKey('one'))
  await announce('two')
  await adoptSigningKey(withKey('two'))
  expect(await announce('one')).toEqual({ ok: false, error: 'WAS_RETIRED' })
})
