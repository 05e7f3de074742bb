import { describe, expect, it } from 'vitest'
import { fillRedirectUrl, parseRedirectUrl } from '@/lib/opencharge/redirect-url'

const production = { allowLoopbackHttp: false }
const development = { allowLoopbackHttp: true }

describe('a redirect URL', () => {
  it.each([
    'https://shop.example',
    'https://shop.example/thanks?session={SESSION_ID}&again={SESSION_ID}#done',
    'https://shop.example/{SESSION_ID}/#/app/{SESSION_ID}',
    'https://shop.example:8443/ok',
    'https://münchen.example/ok',
    'HTTPS://shop.example/',
  ])('may be %s, and stays as it is written', (url) => {
    expect(parseRedirectUrl(url, production)).toEqual({ ok: true, value: url })
  })

  it.each(['http://localhost:4000/ok', 'http://127.0.0.1/ok', 'http://127.0.0.1:4000/'])(
    'may be %s in development only',
    (url) => {
      expect(parseRedirectUrl(url, development).ok).toBe(true)
      expect(parseRedirectUrl(url, production).ok).toBe(false)
    },
  )

  it.each([
    'javascript:alert(1)',
    'JavaScript://shop.example/%0aalert(1)',
    'data:text/html,x',
    'http://shop.example/',
    'http://localhost.evil.example/',
    'http://127.8.9.1/',
    'http://[::1]:4000/',
    'http://127.0.0.1.evil.example/',
    'http://0x7f.1@evil.example/',
    '//shop.example/',
    '/thanks',
    'shop.example',
    '',
    'https:shop.example',
    'https:///shop.example',
    'https://',
    'https://user@shop.example/',
    'https://user:pass@shop.example/',
    'https://shop.example\\@evil.example/',
    'https:\\\\shop.example',
    ' https://shop.example/',
    'https://shop.example/ ',
    'https://shop.example/a b',
    'https://shop.example/\r\nSet-Cookie: a=b',
    'https://shop.example/\u0000',
    'https://shop.example/\u202egnp.exe',
    'https://shop.example/#a\r\nb',
    'https://shop.example/#a#b\r\n',
    'https://{SESSION_ID}.evil.example/',
    'https://shop.example:{SESSION_ID}/',
    'https://{SESSION_ID}@shop.example/',
    `https://shop.example/${'x'.repeat(2048)}`,
  ])('is refused: %j', (url) => {
    expect(parseRedirectUrl(url, development)).toMatchObject({ ok: false, error: expect.stringMatching(/^m(us|ay)/) })
  })

  it('is filled with the session id in each place, escaped', () => {
    expect(fillRedirectUrl('https://shop.example/{SESSION_ID}?s={SESSION_ID}', 'sess_1')).toBe(
      'https://shop.example/sess_1?s=sess_1',
    )
    expect(fillRedirectUrl('https://shop.example/?s={SESSION_ID}', 'a&b#$&')).toBe(
      'https://shop.example/?s=a%26b%23%24%26',
    )
  })
})
