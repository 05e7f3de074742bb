import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import type { CheckoutView } from '@/lib/checkout/checkout-view'
import messages from '@/lib/i18n/messages/en.json'
import { tabTitle } from './tab-title'

const t = createTranslator({ locale: 'en', messages, namespace: 'checkout' })
const merchant = { ocid: 301, name: 'Corner Coffee', domain: 'coffee.example', iconPath: null }
const titleOf = (state: CheckoutView['state']) => tabTitle(t, { state, merchant } as unknown as CheckoutView)

test.each([
  ['open', 'Payment – Corner Coffee'],
  ['confirming', 'Being paid – Corner Coffee'],
  ['paid_by_you', 'Paid – Corner Coffee'],
  ['paid_by_someone', 'Paid – Corner Coffee'],
  ['expired', 'Expired – Corner Coffee'],
  ['failed', 'Not paid – Corner Coffee'],
  ['not_found', 'Payment'],
] as const)('the tab of a checkout that is %s says: %s', (state, title) => {
  expect(titleOf(state)).toBe(title)
})
