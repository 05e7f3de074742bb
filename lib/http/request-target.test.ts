import { describe, expect, it } from 'vitest'
import { readRequestTarget } from './request-target'

describe('readRequestTarget', () => {
  it.each([
    ['/opencharge/capabilities?a=%00', 'network'],
    ['/opencharge', 'network'],
    ['/api', 'nowhere'],
    ['/api/v1/payments', 'merchant'],
    ['/api/v10/payments', 'nowhere'],
    ['/api/auth', 'nowhere'],
    ['/api/auth/session', 'nowhere'],
    ['/_next/image', 'nowhere'],
    ['/_next/static/chunks/a.js', 'page'],
    ['/opencharged', 'page'],
    ['/pay/sess_1', 'page'],
    ['//opencharge/capabilities', 'page'],
  ])('%s is of the area "%s"', (line, area) => {
    expect(readRequestTarget(line, '').area).toBe(area)
  })

  it.each([
    '/opencharge/verify/..',
    '/opencharge/verify/%2e%2E',
    '/opencharge/verify/a\\b',
    '/opencharge/verify/%zz',
    '/opencharge/verify/%00',
    '/opencharge/verify/a#b',
    '/x/../opencharge/capabilities',
    '/x/%2e%2e/opencharge/capabilities',
    '/x\\..\\opencharge/capabilities',
    '/api/auth/../v1/payments',
  ])('%s reaches no handler of an API', (line) => {
    expect(readRequestTarget(line, '')).toMatchObject({ area: 'nowhere', isPlain: false })
  })

  it.each(['/pay/%zz', '/pay/%00', '/pay/../wallet', '/sign-in?flow=%00', '*', '/%e0%a4%a'])(
    '%s is a page that is not there',
    (line) => {
      expect(readRequestTarget(line, '')).toMatchObject({ area: 'page', isPlain: false })
    },
  )

  it('takes the absolute form and keeps path and query as they are written', () => {
    const seen = readRequestTarget('HTTP://pay.example:8443/opencharge/verify/a%7e?x=%7e+', '')
    expect(seen).toEqual({
      target: '/opencharge/verify/a%7e?x=%7e+',
      path: '/opencharge/verify/a%7e',
      area: 'network',
      isPlain: true,
    })
    expect(readRequestTarget('http://pay.example?x=1', '').target).toBe('/?x=1')
  })

  it('puts the path of PUBLIC_URL in front when a proxy took it away', () => {
    for (const line of ['/opencharge/capabilities', '/gateway/opencharge/capabilities']) {
      const { target, path } = readRequestTarget(line, '/gateway')
      expect({ target, path }).toEqual({
        target: '/gateway/opencharge/capabilities',
        path: '/opencharge/capabilities',
      })
    }
  })
})
