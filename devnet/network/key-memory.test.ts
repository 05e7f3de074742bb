import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openKeyMemory } from '@/devnet/network/key-memory'
import { testPerson } from '@/lib/opencharge/testing/test-people'

it('remembers each key that a party was seen with, once, and after it is opened again', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys.jsonl')
  const [first, second] = [testPerson('first').key, testPerson('second').key]
  const keys = openKeyMemory(path)
  for (const key of [first, second, first]) keys.see(310, key)
  keys.see(320, first)
  const hexOf = (ocid: number) =>
    openKeyMemory(path)
      .of(ocid)
      .map(({ hex }) => hex)
  expect([hexOf(310), hexOf(320), hexOf(330)]).toEqual([[first.hex, second.hex], [first.hex], []])
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3)
})
