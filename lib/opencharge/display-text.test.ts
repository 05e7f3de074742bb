import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { displayText } from '@/lib/opencharge/display-text'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

describe('a hostile text on a screen', () => {
  it.each([
    ['Acme\u202e gnp.exe', 'Acme gnp.exe'],
    ['\u2066\u2067\u2068evil\u2069', 'evil'],
    ['a\r\n\tb\u0000c', 'a b c'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
    ['tag\u{e0041}\u{e007f}', 'tag'],
    ['line\u2028and\u2029paragraph', 'line and paragraph'],
    ['half \ud83d pair', 'half pair'],
    ['z\u0300\u0301\u0302\u0303\u0304\u0305\u0306', 'z\u0300\u0301\u0302\u0303'],
    ['  Café  ', 'Café'],
  ])('%j is shown as %j', (text, shown) => {
    expect(displayText(text, 100)).toBe(shown)
  })

  it.each(['قهوة', 'می‌خواهم', 'क्‍ष', '👩‍👩‍👧', '日本', 'Ünïcode'])('%s stays as it is', (text) => {
    expect(displayText(text, 100)).toBe(text)
  })

  it('is cut by code points, with a sign that it was', () => {
    expect(displayText('abcdef', 4)).toBe('abc…')
    expect(displayText('😀😀😀', 2)).toBe('😀…')
    expect(displayText('abcd', 4)).toBe('abcd')
  })

  it('has no control or bidirectional character left and is no longer than asked for, whatever it was', () => {
    const characters = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\u202e', '\n', 'a', '\ud83d', '\ude00', '\u0301') }),
    )
    fc.assert(
      fc.property(characters, fc.integer({ min: 1, max: 20 }), (text, maxLength) => {
        const shown = displayText(text, maxLength)
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u)
        expect(Array.from(shown).length).toBeLessThanOrEqual(maxLength)
      }),
    )
  })

  it.each(['\u3164', '\u115f\u1160', '\uffa0', '\u2800', '\u00ad'])(
    'shows nothing for %j, which shows nothing',
    (text) => {
      expect(displayText(text, 10)).toBe('')
    },
  )
})
