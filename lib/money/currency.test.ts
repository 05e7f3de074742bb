import { describe, expect, it } from 'vitest'
import { isoCurrency, parseCurrencyList } from '@/lib/money/currency'
import { iso4217 } from '@/lib/money/iso-4217'

const list = (text: string) => {
  const parsed = parseCurrencyList(text)
  return parsed.ok ? [...parsed.value.values()].map(({ code, exponent }) => `${code}:${exponent}`).join(',') : parsed
}

describe('ISO 4217', () => {
  it.each([
    ['USD', 2],
    ['HUF', 2],
    ['IQD', 3],
    ['KWD', 3],
    ['UGX', 0],
    ['JPY', 0],
    ['CLF', 4],
    ['UYW', 4],
    ['MGA', 2],
    ['ISK', 0],
  ])('%s has %i digits', (code, exponent) => {
    expect(isoCurrency(code)).toEqual({ code, exponent })
  })

  it('has only codes of three letters, each once, and none of the metals and test codes', () => {
    expect([...iso4217.keys()].every((code) => /^[A-Z]{3}$/.test(code))).toBe(true)
    expect(iso4217.size).toBe(165)
    for (const code of ['XAU', 'XXX', 'XTS', 'XDR', 'ZWL', 'usd', '']) expect(isoCurrency(code)).toBeUndefined()
  })
})

describe('the operator’s list of currencies', () => {
  it('takes ISO codes as they are and others with their digits', () => {
    expect(list('USD, UGX,KWD,USDT:6,POINTS:0')).toBe('USD:2,UGX:0,KWD:3,USDT:6,POINTS:0')
    expect(list('USD:2')).toBe('USD:2')
  })

  it.each([
    ['', /"" is not a currency/],
    ['USD,', /"" is not a currency/],
    ['usd', /upper-case/],
    ['USDT', /add its number of decimal digits, as in USDT:6/],
    ['USDT:', /0 to 18/],
    ['USDT:19', /0 to 18/],
    ['USDT:06', /0 to 18/],
    ['USDT:6:6', /is not a currency/],
    ['USD:3', /USD has 2 decimal digits in ISO 4217, not 3/],
    ['USD,EUR,USD', /USD is listed twice/],
    ['US$', /is not a currency/],
    [Array.from({ length: 201 }, (_, index) => `C${100 + index}:2`).join(), /At most 200/],
  ])('refuses "%s" and says how to mend it', (text, sentence) => {
    expect(list(text)).toEqual({ ok: false, error: expect.stringMatching(sentence) })
  })
})
