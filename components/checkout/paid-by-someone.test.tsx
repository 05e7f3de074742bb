import { expect, test } from 'vitest'
import { renderInEnglish, wordsOf } from '@/components/testing/render-in-english'
import type { CheckoutView } from '@/lib/checkout/checkout-view'
import { PaidBySomeone } from './paid-by-someone'

const total = { amountMinor: 450n, currency: { code: 'USD', exponent: 2 } }
const view: Extract<CheckoutView, { state: 'paid_by_someone' }> = {
  state: 'paid_by_someone',
  reference: 'sess_1',
  isTest: false,
  merchant: { ocid: 301, name: 'Corner Coffee', domain: 'coffee.example', iconPath: null },
  order: { orderId: 'o1', reference: null, memo: null, lines: [], difference: null, total },
  isPersonal: false,
  successUrl: 'https://coffee.example/thanks?session=sess_1',
  cancelUrl: null,
}

test('whose order was paid on another device finds the way back to the merchant, without signing in', () => {
  const page = renderInEnglish(<PaidBySomeone view={view} signIn="/sign-in" />)
  expect(page).toContain('href="https://coffee.example/thanks?session=sess_1"')
  expect(wordsOf(<PaidBySomeone view={view} signIn="/sign-in" />)).toMatch(/Return to *Corner Coffee/)
})
