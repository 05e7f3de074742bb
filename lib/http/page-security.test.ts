import { describe, expect, test } from 'vitest'
import { pageSecurityHeaders } from './page-security'

function policyOf(options: { development: boolean; hotReload: boolean }): Map<string, string[]> {
  const { 'content-security-policy': policy = '' } = pageSecurityHeaders('bm9uY2U=', options)
  const parts = policy.split('; ').map((directive) => directive.split(' '))
  return new Map(parts.map(([name = '', ...sources]) => [name, sources]))
}

const production = { development: false, hotReload: false }

describe('in production a page', () => {
  const policy = policyOf(production)

  test('loads nothing that is not allowed by name', () => expect(policy.get('default-src')).toEqual(["'none'"]))

  test('runs only scripts with the nonce of this very answer', () => {
    expect(policy.get('script-src')).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"])
  })

  test('allows no inline or evaluated code anywhere', () => {
    expect([...policy.values()].flat().join(' ')).not.toMatch(/unsafe/)
  })

  test('loads pictures, fonts, styles and data from our own origin only', () => {
    for (const name of ['img-src', 'font-src', 'style-src', 'connect-src', 'manifest-src']) {
      expect(
        policy.get(name)?.filter((source) => /[.*]|https?:/.test(source)),
        name,
      ).toEqual([])
    }
  })

  test('cannot be put into a frame, and nothing can move its base', () => {
    expect([policy.get('frame-ancestors'), policy.get('base-uri')]).toEqual([["'none'"], ["'none'"]])
    expect(pageSecurityHeaders('n', production)['x-frame-options']).toBe('DENY')
  })

  test('sends forms to ourselves, and on to https pages only', () => {
    expect(policy.get('form-action')).toEqual(["'self'", 'https:'])
  })

  test('tells no other site where its reader came from, and keeps the browser from guessing types', () => {
    const headers = pageSecurityHeaders('n', production)
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
  })
})

describe('the camera', () => {
  test('is for the page that scans codes and for no other', () => {
    const policy = (camera: boolean) => pageSecurityHeaders('n', { ...production, camera })['permissions-policy']
    expect(policy(true)).toContain('camera=(self)')
    expect([policy(false), pageSecurityHeaders('n', production)['permissions-policy']].join()).not.toContain('self')
  })
})

describe('in development', () => {
  test('a form may end at a shop on this machine', () => {
    const targets = policyOf({ development: true, hotReload: false }).get('form-action')
    expect(targets).toEqual(["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'])
  })

  test('code is evaluated only for hot reload', () => {
    const script = (hotReload: boolean) => policyOf({ development: true, hotReload }).get('script-src')
    expect([script(true)?.includes("'unsafe-eval'"), script(false)?.includes("'unsafe-eval'")]).toEqual([true, false])
  })
})
