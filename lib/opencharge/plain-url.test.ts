import { expect, test } from 'vitest'
import { parsePlainUrl, parseUrl } from './plain-url'

test('a URL with letters beyond ASCII stays one, however often it is read', () => {
  const text = JSON.parse('"https://café.example/"') as string
  let refused = 0
  for (let times = 0; times < 50_000; times++) if (!parsePlainUrl(text)) refused++
  expect(refused).toBe(0)
})

test.each(['', 'shop', '//shop.example', 'https://', 'https://a b/', 'https://[::1'])(
  '%j is no URL by itself',
  (text) => {
    expect(parseUrl(text)).toBeUndefined()
  },
)

test('a relative one is read under its base', () => {
  expect(parseUrl('/b', 'https://a.example/x')?.href).toBe('https://a.example/b')
  expect(parseUrl('http://[', 'https://a.example/x')).toBeUndefined()
})
