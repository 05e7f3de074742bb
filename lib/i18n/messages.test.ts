import { describe, expect, it } from 'vitest'
import ar from './messages/ar.json'
import en from './messages/en.json'

type Tree = { [key: string]: string | Tree }

const english = flatten(en)
const arabic = flatten(ar)

describe('messages', () => {
  it('has each text in both languages', () => {
    expect([...arabic.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('has no empty text', () => {
    for (const [key, text] of [...english, ...arabic]) expect(text.trim(), key).not.toBe('')
  })

  it.each([...english.keys()])('%s has the same placeholders in both languages', (key) => {
    expect(placeholders(arabic.get(key) ?? '')).toEqual(placeholders(english.get(key) ?? ''))
  })

  it('has all the plural forms that Arabic needs', () => {
    for (const [key, text] of arabic) {
      if (!text.includes(', plural,')) continue
      for (const form of ['one', 'two', 'few', 'many', 'other']) expect(text, key).toContain(`${form} {`)
    }
  })
})

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flatten(value, `${prefix}${key}.`)],
  )
  return new Map(entries)
}

// `{name`, `<tag>` and `</tag>`: what a sentence takes from the code.
function placeholders(text: string): string[] {
  const names = [...text.matchAll(/\{([a-z]\w*)[,}]/gi)].map((match) => `{${match[1]}}`)
  const tags = text.match(/<\/?\w+>/g) ?? []
  return [...new Set([...names, ...tags])].sort()
}
