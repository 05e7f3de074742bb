import { expect, test } from 'vitest'
import { parsePrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { runCommand, runJson } from './testing/run-command'

test('the two keys belong together, and are in the forms that the configuration and the network read', async () => {
  const { document } = await runJson(['keys', 'generate'])
  const { privateKey, publicKey } = document as { privateKey: string; publicKey: string }
  const parsed = parsePrivateKey(privateKey)
  expect(parsed.ok && publicKeyOf(parsed.value).hex).toBe(publicKey)
})

test('two runs give two keys', async () => {
  const [one, other] = [await runCommand(['keys', 'generate']), await runCommand(['keys', 'generate'])]
  expect(one.out).toMatch(/^GATEWAY_PRIVATE_KEY=[0-9a-f]{64}\n/)
  expect(one.out).not.toBe(other.out)
})
