import { expect, it } from 'vitest'
import { createLruMap } from '@/lib/registry/lru-map'

it('forgets what was used longest ago, and never holds more than its capacity', () => {
  const map = createLruMap<string, object>(2)
  const [a, b, c] = [{}, {}, {}]
  map.set('a', a)
  map.set('b', b)
  map.get('a')
  map.set('c', c)
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([a, undefined, c, 2])
})

it('forgets nothing when an entry is replaced', () => {
  const map = createLruMap<string, object>(2)
  for (const key of ['a', 'b', 'a', 'b']) map.set(key, { key })
  expect([map.get('a'), map.get('b')]).toEqual([{ key: 'a' }, { key: 'b' }])
})
