import { expect, test } from 'vitest'
import { hashSecret, isSecret, keyDigest, newApiCredential, readApiCredential } from './api-credential'

test('a new pair has the form that is read from a request, and its key says its mode', () => {
  for (const mode of ['TEST', 'LIVE'] as const) {
    const { key, secret } = newApiCredential(mode)
    expect(key).toMatch(new RegExp(`^oi_${mode.toLowerCase()}_`))
    expect(readApiCredential(key, secret)).toEqual({ key, secret })
  }
})

test('refuses a pair of which one is missing, malformed or in the place of the other', () => {
  const { key, secret } = newApiCredential('TEST')
  expect(readApiCredential(null, secret)).toBeUndefined()
  expect(readApiCredential(key, null)).toBeUndefined()
  expect(readApiCredential(`${key}x`, secret)).toBeUndefined()
  expect(readApiCredential(key, secret.slice(0, -1))).toBeUndefined()
  expect(readApiCredential(secret, key)).toBeUndefined()
})

test('a hash knows its own secret and refuses another', async () => {
  const { secret } = newApiCredential('LIVE')
  const stored = await hashSecret(secret)
  expect(await isSecret(secret, stored)).toBe(true)
  expect(await isSecret(newApiCredential('LIVE').secret, stored)).toBe(false)
})

test('neither a hash nor a digest holds the text it was made of, and two hashes of one secret differ', async () => {
  const { key, secret } = newApiCredential('TEST')
  const [first, second] = await Promise.all([hashSecret(secret), hashSecret(secret)])
  expect(first).not.toContain(secret)
  expect(first).not.toBe(second)
  expect(keyDigest(key)).not.toContain(key)
})
