import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import en from '@/lib/i18n/messages/en.json'
import { StoryFacts } from './story-facts'

const sent: ActivityEntry = {
  id: '4711',
  kind: 'person',
  state: 'done',
  isIncoming: false,
  money: { amountMinor: 250n, currency: { code: 'USD', exponent: 2 } },
  atEpochSeconds: 1_800_000_000,
  resolvedAtEpochSeconds: 1_800_000_000,
  party: null,
  person: 'ben@people.example',
  orderId: null,
  memo: 'Lunch',
  txid: null,
}

function words(changes: Partial<ActivityEntry>): string {
  const story = { entry: { ...sent, ...changes }, payment: null, proofs: [] }
  const markup = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      <StoryFacts story={story} />
    </NextIntlClientProvider>,
  )
  return markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

describe('money between people', () => {
  test('is told with who paid whom, the note, and a number that both sides read alike', () => {
    const [sender, recipient] = [words({}), words({ isIncoming: true, person: 'ada@people.example' })]
    expect(sender).toMatch(/From You To ben@people\.example/)
    expect(recipient).toMatch(/From ada@people\.example To You/)
    for (const side of [sender, recipient]) {
      expect(side).toContain('Lunch')
      expect(side).toContain('Number, the same for both 4711')
    }
  })

  test('alone has these: of what a merchant was paid the order and the transaction are the numbers', () => {
    const paid = words({ kind: 'payment', orderId: 'ord_1', txid: 'tx_1', person: null })
    expect(paid).not.toMatch(/You|4711/)
    expect(paid).toContain('ord_1')
  })
})
