import { expect, test } from 'vitest'
import { renderInEnglish } from '@/components/testing/render-in-english'
import type { WalletChoice } from '@/lib/checkout/checkout-view'
import { WalletOptions } from './wallet-options'

const usd = { code: 'USD', exponent: 2 }
const total = { amountMinor: 450n, currency: usd }
const wallet = (walletId: string, unusable: WalletChoice['unusable']): WalletChoice => ({
  walletId,
  balance: total,
  balanceAfter: unusable ? null : { amountMinor: 0n, currency: usd },
  unusable,
})

test('wallets that cannot pay are folded away, so that Decline comes right after those that can', () => {
  const wallets = [wallet('1', 'OTHER_CURRENCY'), wallet('2', null), wallet('3', 'INSUFFICIENT_FUNDS')]
  const [shown, folded] = renderInEnglish(<WalletOptions wallets={wallets} total={total} />).split('<details')
  expect(shown?.match(/value="\d"/g)).toEqual(['value="2"'])
  expect(folded).toContain('Wallets that cannot pay this (2)')
  expect(folded?.match(/value="\d"/g)).toEqual(['value="1"', 'value="3"'])
})

test('where none can pay, all of them are seen', () => {
  const markup = renderInEnglish(<WalletOptions wallets={[wallet('1', 'INSUFFICIENT_FUNDS')]} total={total} />)
  expect(markup).toContain('value="1"')
  expect(markup).not.toContain('<details')
})
