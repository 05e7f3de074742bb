import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const entries = [
  'noble-crypto',
  'canonical-json',
  'strict-json',
  'proof',
  'order',
  'evidence',
  'judge-evidence',
  'signature',
  'keys',
  'metadata',
  'qr-payload',
  'display-text',
]

/** Every module that a module of ours imports, directly or not, at once or when it is needed; packages by their name. */
function reachable(module: string, seen = new Set<string>()): Set<string> {
  if (seen.has(module)) return seen
  seen.add(module)
  if (!module.startsWith('@/')) return seen
  const source = readFileSync(join(root, `${module.slice(2)}.ts`), 'utf8')
  for (const [, imported] of source.matchAll(/(?:from |import\()'([^']+)'/g)) if (imported) reachable(imported, seen)
  return seen
}

const isOfNode = (module: string) => ['node:', '@bitauth/', 'secp256k1/'].some((start) => module.startsWith(start))

describe('what the browser bundles', () => {
  it.each(entries)('%s reaches nothing of Node', (entry) => {
    expect([...reachable(`@/lib/opencharge/${entry}`)].filter(isOfNode)).toEqual([])
  })

  it('and only the fast implementation does', () => {
    expect([...reachable('@/lib/opencharge/fast-crypto')].filter(isOfNode)).toEqual([
      'node:crypto',
      'secp256k1/bindings.js',
      '@bitauth/libauth',
    ])
  })
})
