import { expect, test } from 'vitest'
import { ConfirmToPay, type PayConfirmation } from '@/components/checkout/confirm-to-pay'
import { wordsOf } from '@/components/testing/render-in-english'

const confirmation: PayConfirmation = {
  question: { kind: 'get', ask: null },
  action: '/confirm',
  askedAbove: { amountMinor: 1000n, currency: { code: 'USD', exponent: 2 } },
  confirmedUntilEpochSeconds: null,
  problem: null,
  settingsHref: '/wallet/security',
  operatorContact: null,
}

test('who has lost the passkey reads below the step what still works, and who can help', () => {
  const words = wordsOf(<ConfirmToPay confirmation={{ ...confirmation, operatorContact: 'help@pay.example' }} />)
  expect(words).toMatch(/Lost your passkey\?.*up to the amount that you set still work.*turn to help@pay\.example *:/)
  expect(words).toContain('Your money stays where it is.')
})

test('where the operator named no address, it is whoever runs the gateway', () => {
  expect(wordsOf(<ConfirmToPay confirmation={confirmation} />)).toContain('turn to whoever runs this gateway')
})
