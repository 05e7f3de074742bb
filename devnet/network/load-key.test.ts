import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadKey, replaceKey } from '@/devnet/network/load-key'
import { publicKeyOf } from '@/lib/opencharge/keys'

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys')

it('makes a key once, readable by its owner only, and gives the same one from then on', () => {
  const folder = newFolder()
  const key = publicKeyOf(loadKey(folder, 300)).hex
  expect(publicKeyOf(loadKey(folder, 300)).hex).toBe(key)
  expect(publicKeyOf(loadKey(folder, 500)).hex).not.toBe(key)
  expect(statSync(join(folder, '300.key')).mode & 0o777).toBe(0o600)
})

it('refuses a damaged key, and leaves it as it is', () => {
  const folder = newFolder()
  loadKey(folder, 300)
  writeFileSync(join(folder, '300.key'), 'half a key')
  expect(() => loadKey(folder, 300)).toThrow('300.key')
  expect(readFileSync(join(folder, '300.key'), 'utf8')).toBe('half a key')
})

it('replaces a key for good, and throws none away', () => {
  const folder = newFolder()
  loadKey(folder, 300)
  const text = readFileSync(join(folder, '300.key'), 'utf8')
  const key = publicKeyOf(replaceKey(folder, 300)).hex
  expect(publicKeyOf(loadKey(folder, 300)).hex).toBe(key)
  const kept = readdirSync(folder).find((name) => name.endsWith('.old-key')) ?? ''
  expect(readFileSync(join(folder, kept), 'utf8')).toBe(text)
})
