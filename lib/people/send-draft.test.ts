import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isOwnDraft, markDraft, markRefused, ownProblem } from './send-draft'

vi.stubEnv('AUTH_SECRET', 'a'.repeat(32))

const typed = { to: 'ben@example.com', currency: 'USD', amount: '1.00', memo: 'lunch' }
const markOf = (sender: string, key: string) => markDraft(sender, key, typed).mark ?? ''

describe('a draft is taken', () => {
  test('as it was marked', () => {
    expect(isOwnDraft('ada', 'key', typed, markOf('ada', 'key'))).toBe(true)
  })

  test('with no other recipient, amount, currency, message, form or sender, and not without a mark', () => {
    const mark = markOf('ada', 'key')
    for (const change of [{ to: 'eve@example.com' }, { amount: '10.00' }, { currency: 'EUR' }, { memo: '' }]) {
      expect(isOwnDraft('ada', 'key', { ...typed, ...change }, mark)).toBe(false)
    }
    expect(isOwnDraft('ada', 'another', typed, mark)).toBe(false)
    expect(isOwnDraft('eve', 'key', typed, mark)).toBe(false)
    for (const none of ['', 'x', 'null', mark.toLowerCase()]) {
      expect(isOwnDraft('ada', 'key', typed, none)).toBe(false)
    }
  })

  test('in no other division of the same letters', () => {
    const text = fc.string({ maxLength: 6 })
    fc.assert(
      fc.property(text, text, text, text, (to, amount, otherTo, otherAmount) => {
        const mark = markDraft('ada', 'key', { ...typed, to, amount }).mark ?? ''
        const isSame = to === otherTo && amount === otherAmount
        expect(isOwnDraft('ada', 'key', { ...typed, to: otherTo, amount: otherAmount }, mark)).toBe(isSame)
      }),
    )
  })

  test('never by a mark that another secret made', () => {
    const mark = markOf('ada', 'key')
    vi.stubEnv('AUTH_SECRET', 'b'.repeat(32))
    expect(isOwnDraft('ada', 'key', typed, mark)).toBe(false)
  })
})

test('a reason is shown when it is ours, of what was typed, and to whom it was given', () => {
  const { problem = '', mark = '' } = markRefused('ada', typed, 'SENT_TO_SELF')
  expect(ownProblem('ada', typed, { problem, mark })).toBe('SENT_TO_SELF')
  expect(ownProblem('ada', typed, { problem: 'FORM_USED', mark })).toBeNull()
  expect(ownProblem('ada', typed, { problem: '<b>', mark })).toBeNull()
  expect(ownProblem('ada', { ...typed, amount: '2.00' }, { problem, mark })).toBeNull()
  expect(ownProblem('eve', typed, { problem, mark })).toBeNull()
  expect(isOwnDraft('ada', 'SENT_TO_SELF', typed, mark)).toBe(false)
})
