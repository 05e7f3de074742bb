import { describe, expect, it } from 'vitest'
import { metadataUrl } from '@/lib/registry/metadata-url'

describe('metadataUrl', () => {
  it.each([
    ['https://a.example/metadata.json', 'https://a.example/metadata.json'],
    ['https://a.example/x/other.json?v=2', 'https://a.example/x/other.json?v=2'],
    ['https://a.example', 'https://a.example/metadata.json'],
    ['https://a.example/', 'https://a.example/metadata.json'],
    ['https://a.example/opencharge', 'https://a.example/opencharge/metadata.json'],
    ['https://a.example/opencharge//?key=1', 'https://a.example/opencharge/metadata.json?key=1'],
    ['https://a.example/api?file=x.json', 'https://a.example/api/metadata.json?file=x.json'],
    ['https://a.example/api#x.json', 'https://a.example/api/metadata.json'],
  ])('asks for the document itself, or under the base of the API: %s', (registered, asked) => {
    expect(metadataUrl(registered)).toEqual({ ok: true, value: asked })
  })

  it.each(['', 'metadata.json', '/metadata.json', 'a.example'])(
    'refuses "%s", which is no absolute URL',
    (registered) => {
      expect(metadataUrl(registered).ok).toBe(false)
    },
  )
})
