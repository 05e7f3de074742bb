import { describe, expect, test } from 'vitest'
import { isSameOrigin } from './same-origin'

type Sent = { origin?: string; 'sec-fetch-site'?: string }

const verdict = (sent: Sent, publicUrl = 'https://pay.example/gateway') =>
  isSameOrigin(new Headers({ ...sent }), publicUrl)

describe('a form counts as ours', () => {
  test.each<[string, Sent]>([
    ['from our origin', { origin: 'https://pay.example', 'sec-fetch-site': 'same-origin' }],
    ['from our origin by an older browser', { origin: 'https://pay.example' }],
    ['from our page under its referrer policy', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['from a page that says no origin', { 'sec-fetch-site': 'same-origin' }],
    ['from a program that is no browser', {}],
  ])('%s', (_, sent) => expect(verdict(sent)).toBe(true))

  test('by the port too', () => {
    expect(verdict({ origin: 'http://localhost:3000' }, 'http://localhost:3000')).toBe(true)
    expect(verdict({ origin: 'http://localhost:3001' }, 'http://localhost:3000')).toBe(false)
  })
})

describe('a form is a stranger’s', () => {
  test.each<[string, Sent]>([
    ['from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['from another site by an older browser', { origin: 'https://evil.example' }],
    [
      'from another site that claims to be ours in Sec-Fetch-Site',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['from a subdomain', { origin: 'https://shop.pay.example', 'sec-fetch-site': 'same-site' }],
    ['from a name that begins with ours', { origin: 'https://pay.example.evil.example' }],
    ['from ours without encryption', { origin: 'http://pay.example' }],
    ['from another port', { origin: 'https://pay.example:8443' }],
    ['from nowhere, as a sandboxed frame sends it', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['from nowhere, by an older browser', { origin: 'null' }],
    ['typed into the address bar, which posts nothing', { 'sec-fetch-site': 'none' }],
    ['from a page of ours in the claim of another', { origin: 'https://pay.example', 'sec-fetch-site': 'cross-site' }],
    ['with two origins', { origin: 'https://pay.example, https://evil.example' }],
  ])('%s', (_, sent) => expect(verdict(sent)).toBe(false))
})
