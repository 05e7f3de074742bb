import { describe, expect, it } from 'vitest'
import { findInDocument, parseRegistryDocument } from '@/lib/registry/registry-document'

const find = (text: string, ocid: number) => {
  const document = parseRegistryDocument(Buffer.from(text))
  return document.ok ? findInDocument(document.value, ocid) : document
}

describe('a registry document', () => {
  it('has 0 as a valid OCID and says undefined for one that it has not', () => {
    expect(find('{"0":"https://a.example"}', 0)).toEqual({ ok: true, value: 'https://a.example' })
    expect(find('{"0":"https://a.example"}', 1)).toEqual({ ok: true, value: undefined })
  })

  it('finds nothing under what only looks like an OCID', () => {
    expect(find('{"01":"https://a.example","1.0":"https://a.example","+1":"https://a.example"}', 1)).toEqual({
      ok: true,
      value: undefined,
    })
  })

  it('fails for an entry that is no text, and for that one only', () => {
    const text = '{"1":{"url":"https://a.example"},"2":"https://b.example","3":null}'
    expect(find(text, 1).ok).toBe(false)
    expect(find(text, 2)).toEqual({ ok: true, value: 'https://b.example' })
    expect(find(text, 3).ok).toBe(false)
  })

  it.each(['', '[]', '"x"', '{"1":"a"', '{"1":"https://a.example","1":"https://b.example"}', '\ufeff{}'])(
    'is refused whole when it is unsound: %s',
    (text) => expect(find(text, 1).ok).toBe(false),
  )
})
