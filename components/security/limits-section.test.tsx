import { describe, expect, test } from 'vitest'
import { wordsOf } from '@/components/testing/render-in-english'
import { LimitsSection } from './limits-section'
import { ProveSection } from './prove-section'
import type { SecurityActions } from './security-actions'
import type { SecurityView } from './security-view'

const [usd, eur] = [
  { code: 'USD', exponent: 2 },
  { code: 'EUR', exponent: 2 },
]
const actions: SecurityActions = {
  askToProve: { kind: 'get', ask: null },
  prove: '/',
  mailCode: '/',
  askToAdd: { kind: 'create', ask: null },
  add: '/',
  rename: '/',
  remove: '/',
  setLimit: '/',
  dropLimit: '/',
  endSession: '/',
  endOthers: '/',
}
const passkey = { id: 'p1', name: 'Phone', createdAtEpochSeconds: 0, lastUsedAtEpochSeconds: null }
const newcomer: SecurityView = {
  email: 'ada@example.com',
  passkeys: [passkey],
  devices: [],
  limits: [],
  unlimited: [usd, eur],
  isProven: false,
  proofMinutes: 10,
  operatorContact: null,
}
const limited: SecurityView = { ...newcomer, limits: [{ amountMinor: 1000n, currency: usd }], unlimited: [eur] }

const section = (view: SecurityView) => wordsOf(<LimitsSection view={view} actions={actions} currencies={[usd, eur]} />)

describe('a second passkey', () => {
  test('is urged while there is only one, before and after the first amount', () => {
    expect(section(newcomer)).toMatch(/You have one passkey only.*before you set an amount/)
    expect(section(limited)).toContain('You have one passkey only')
  })

  test('is urged no more once there is one', () => {
    expect(section({ ...limited, passkeys: [passkey, { ...passkey, id: 'p2' }] })).not.toContain('one passkey only')
  })
})

test('each currency of the wallets stands there with its amount, or as one in which nothing is asked', () => {
  const words = section(limited)
  expect(words).toMatch(
    /In US Dollar *, payments above \$10\.00 *ask for your passkey\..* In Euro *, payments do not ask for your passkey\./,
  )
  expect(section({ ...limited, limits: [{ amountMinor: 0n, currency: usd }] })).toMatch(
    /In US Dollar *, every payment asks for your passkey\./,
  )
})

test('beside the form stands that an amount holds for one currency, and for one payment at a time', () => {
  expect(section(newcomer)).toMatch(
    /Ask for my passkey above.*For the currency above only, and for one payment at a time\./,
  )
  expect(section(newcomer)).toContain('what several come to together is not counted')
})

test('the way out of a lost passkey stands where only a passkey helps', () => {
  expect(wordsOf(<ProveSection view={limited} actions={actions} />)).toContain('Lost your passkey?')
  expect(wordsOf(<ProveSection view={newcomer} actions={actions} />)).not.toContain('Lost your passkey?')
})
