import { describe, expect, it } from 'vitest'
import { negotiateLocale } from './negotiate-locale'

describe('negotiateLocale', () => {
  it('follows the choice of the payer over the browser', () => {
    expect(negotiateLocale('ar', 'en-GB,en;q=0.9')).toBe('ar')
  })

  it('ignores a cookie with a language that we do not have', () => {
    expect(negotiateLocale('xx', 'ar')).toBe('ar')
    expect(negotiateLocale('__proto__', null)).toBe('en')
  })

  it.each([
    ['ar-EG,ar;q=0.9,en;q=0.8', 'ar'],
    ['fr, en;q=0.4, ar;q=0.7', 'ar'],
    ['AR', 'ar'],
    ['ar;q=0, en', 'en'],
    ['arc, de', 'en'],
    ['*', 'en'],
    [';;;,,q=1', 'en'],
    ['ar;q=abc', 'en'],
    ['', 'en'],
  ])('reads %j as %s', (header, locale) => {
    expect(negotiateLocale(undefined, header)).toBe(locale)
  })

  it('does not read on in an endless header', () => {
    expect(negotiateLocale(undefined, `${'x,'.repeat(1000)}ar`)).toBe('en')
  })
})
