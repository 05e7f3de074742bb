import { expect, it } from 'vitest'
import { ownPage } from './own-page'

const at = (text: string, publicUrl = 'https://pay.example') => ownPage(text, publicUrl)

it('a code of a checkout or a request of ours leads to that page, also under a path', () => {
  expect(at(' https://pay.example/pay/sess_abcdefgh1234\n')).toBe('/pay/sess_abcdefgh1234')
  expect(at('https://a.example/pay-here/request/0123456789abcdef', 'https://a.example/pay-here/')).toBe(
    '/request/0123456789abcdef',
  )
})

it.each([
  'https://pay.example.evil.example/pay/sess_abcdefgh1234',
  'https://pay.example@evil.example/pay/sess_abcdefgh1234',
  'http://pay.example/pay/sess_abcdefgh1234',
  'https://pay.example//evil.example',
  'https://pay.example/pay/sess_abcdefgh1234/../../sign-in',
  'https://pay.example/pay/sess_abcdefgh1234?problem=ALREADY_PAID',
  'https://pay.example/sign-in?next=/wallet',
  'javascript:alert(1)//https://pay.example/pay/sess_abcdefgh1234',
])('%s leads to no page', (text) => {
  expect(at(text)).toBeUndefined()
})
