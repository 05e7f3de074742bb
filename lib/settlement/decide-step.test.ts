import { describe, expect, test } from 'vitest'
import { protocolErrors } from '@/lib/opencharge/error-table'
import { type AskedStep, decideStep } from './decide-step'
import type { StepKind } from './outside-steps'
import type { StepAnswer } from './step-answer'

type Answer = Parameters<typeof decideStep>[1]

const now = 1_700_000_000_000
const refused = (code: string): Answer => ({ kind: 'refused', code, failure: code })
const unreached: Answer = { kind: 'unreached', failure: 'CONNECTION_FAILED' }
const silent: Answer = { kind: 'unknown', failure: 'TIMEOUT', isSilent: true }
const stumbled: Answer = { kind: 'unknown', failure: 'it answered 500', isSilent: false }
const unproven: Answer = { kind: 'claimed', proof: {}, signature: '', peerTxid: undefined }

/** `unknownFor`: how long ago the last call was made of which nothing is known, in seconds; null when there is none. */
function fate(kind: StepKind, answer: Answer, { attemptCount = 1, unknownFor = null as number | null } = {}): string {
  const lastUnknownAtMs = unknownFor === null ? null : now - unknownFor * 1000
  const step: AskedStep = { kind, attemptCount, lastUnknownAtMs }
  const decided = decideStep(step, answer, now)
  return decided.kind === 'abandon' ? decided.cause : decided.kind
}

describe('the first call of a transfer', () => {
  test.each<[string, Answer, string]>([
    ['is given up after a clear refusal', refused('INSUFFICIENT_FUNDS'), 'refused'],
    ['is given up after a refusal in a word that we do not know', refused('NO_THANKS'), 'refused'],
    ['is given up for now when it was asked too often', refused('RATE_LIMITED'), 'unreached'],
    ['is given up for now when clocks disagree', refused('TIMESTAMP_EXPIRED'), 'unreached'],
    ['is given up for now when our metadata could not be read', refused('METADATA_UNAVAILABLE'), 'unreached'],
    ['is given up when nothing was sent', unreached, 'unreached'],
    ['is asked again after silence', silent, 'ask_again'],
    ['is asked again after an error of the peer', stumbled, 'ask_again'],
    ['is asked again after a proof that does not hold', unproven, 'ask_again'],
  ])('%s', (_, answer, expected) => {
    expect(fate('TRANSFER_CREATE', answer)).toBe(expected)
  })
})

describe('a transfer of which an earlier call is unknown', () => {
  const informed = [
    'ACCOUNT_NOT_FOUND',
    'INSUFFICIENT_FUNDS',
    'CURRENCY_MISMATCH',
    'SETTLEMENT_NOT_SUPPORTED',
    'MERCHANT_NOT_REGISTERED',
  ]

  test.each([0, 1, 300, 599, 600])(
    'is asked again whatever it is refused with, %i seconds after that call',
    (unknownFor) => {
      for (const code of Object.keys(protocolErrors))
        expect(fate('TRANSFER_CREATE', refused(code), { unknownFor, attemptCount: 9 })).toBe('ask_again')
    },
  )

  test('is given up more than 600 seconds after it, when the refusal says that the peer has looked', () => {
    for (const code of informed) expect(fate('TRANSFER_CREATE', refused(code), { unknownFor: 600.001 })).toBe('refused')
  })

  test('is asked again for ever when the refusal does not say that the peer has looked', () => {
    const others = Object.keys(protocolErrors).filter((code) => !informed.includes(code))
    expect(others.length).toBeGreaterThan(20)
    for (const code of [...others, 'FORBIDDEN', ''])
      expect(fate('TRANSFER_CREATE', refused(code), { unknownFor: 1e9 })).toBe('ask_again')
  })

  test.each([unreached, silent, stumbled, unproven])(
    'is asked again however long ago, when the answer is %j',
    (answer) => {
      expect(fate('TRANSFER_CREATE', answer, { unknownFor: 1e9 })).toBe('ask_again')
    },
  )
})

describe('asking for a payment, which moves nothing,', () => {
  test.each<[string, Answer, number, string]>([
    ['is given up after a refusal', refused('MERCHANT_NOT_REGISTERED'), 1, 'refused'],
    ['is given up for now when it was asked too often', refused('RATE_LIMITED'), 1, 'unreached'],
    ['is given up when nothing was sent', unreached, 1, 'unreached'],
    ['is given up after silence: others can be asked', silent, 1, 'unreached'],
    ['is tried a second time when the peer stumbles', stumbled, 1, 'ask_again'],
    ['is tried a third time when the peer stumbles', stumbled, 2, 'ask_again'],
    ['is not tried a fourth time', stumbled, 3, 'unreached'],
    ['is not tried again after a crash that made them more', stumbled, 7, 'unreached'],
  ])('%s', (_, answer, attemptCount, expected) => {
    for (const unknownFor of [null, 1, 1e6])
      expect(fate('PAYMENT_CREATE', answer, { attemptCount, unknownFor })).toBe(expected)
  })
})

test('settling a payment is never given up: the money has moved', () => {
  const answers: Answer[] = [
    refused('PAYMENT_EXPIRED'),
    refused('INVALID_STATE'),
    unreached,
    silent,
    stumbled,
    unproven,
  ]
  for (const answer of answers)
    for (const unknownFor of [null, 1, 1e9]) expect(fate('PAYMENT_SETTLE', answer, { unknownFor })).toBe('ask_again')
})

test('every kind of answer has been asked about here', () => {
  const kinds: Record<Exclude<StepAnswer['kind'], 'created'>, true> = {
    claimed: true,
    refused: true,
    unreached: true,
    unknown: true,
  }
  const seen = [refused(''), unreached, silent, unproven].map(({ kind }) => kind)
  expect(new Set(seen)).toEqual(new Set(Object.keys(kinds)))
})
