import { beforeEach, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { env } from '@/lib/env/env'
import { makeUser } from '@/lib/ledger/testing/make-account'
import { listLimits } from './confirmation-limit-store'
import type { SignedInSession } from './current-user'
import { dropConfirmationLimit } from './drop-confirmation-limit'
import type { SecurityChange, TellOwner } from './security-change'
import { noteProof } from './session-store'
import { setConfirmationLimit } from './set-confirmation-limit'
import { makeBrowser, makePasskeyRow } from './testing/make-passkey'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

let ada: SignedInSession
let told: SecurityChange[]
const tell: TellOwner = async (_, change) => void told.push(change)

beforeEach(async () => {
  told = []
  const id = await makeUser()
  ada = { id, email: 'ada@people.example', sessionId: await makeBrowser(id) }
})

const word = (outcome: { ok: true } | { ok: false; error: string }) => (outcome.ok ? 'done' : outcome.error)
const set = async (amount: string, currencyCode = 'USD') =>
  word(await setConfirmationLimit(ada, { currencyCode, amount }, env().CURRENCIES, tell))
const drop = async () => word(await dropConfirmationLimit(ada, 'USD', tell))

test('whoever has no passkey cannot set an amount', async () => {
  expect(await set('5')).toBe('NO_PASSKEY')
  expect(await listLimits(ada.id)).toEqual([])
})

test('a lower amount is set at once; a higher one, or none, needs a passkey: a mailed code is not enough', async () => {
  await makePasskeyRow(ada.id)
  expect([await set('50.00'), await set(' 20 '), await set('20.01'), await drop()]).toEqual([
    'done',
    'done',
    'PASSKEY_NEEDED',
    'PASSKEY_NEEDED',
  ])
  expect(await listLimits(ada.id)).toEqual([{ currency: 'USD', amountMinor: 2000n }])
  await noteProof(ada.sessionId)
  expect([await set('20.01'), await drop()]).toEqual(['done', 'done'])
  expect(await listLimits(ada.id)).toEqual([])
  expect([told, await drop()]).toEqual([['LIMIT_RAISED', 'LIMIT_DROPPED'], 'done'])
})

test('nothing is weakened that its owner cannot be told of', async () => {
  await makePasskeyRow(ada.id)
  await set('5')
  await noteProof(ada.sessionId)
  const cannot: TellOwner = async () => {
    throw new Error('no mail')
  }
  await expect(dropConfirmationLimit(ada, 'USD', cannot)).rejects.toThrow('no mail')
  await expect(
    setConfirmationLimit(ada, { currencyCode: 'USD', amount: '6' }, env().CURRENCIES, cannot),
  ).rejects.toThrow()
  expect(await listLimits(ada.id)).toEqual([{ currency: 'USD', amountMinor: 500n }])
})

test('a passkey that was shown eleven minutes ago is not enough either', async () => {
  await makePasskeyRow(ada.id)
  await set('5')
  await noteProof(ada.sessionId)
  await sql(`UPDATE sessions SET passkey_proven_at = now() - interval '11 minutes' WHERE id = '${ada.sessionId}'`)
  expect([await set('6'), await drop()]).toEqual(['PASSKEY_NEEDED', 'PASSKEY_NEEDED'])
})

test.each([
  ['-1', 'USD', 'INVALID_AMOUNT'],
  ['', 'USD', 'INVALID_AMOUNT'],
  ['1.001', 'USD', 'INVALID_AMOUNT'],
  ['1e3', 'USD', 'INVALID_AMOUNT'],
  ['1,000', 'USD', 'INVALID_AMOUNT'],
  ['92233720368547758.08', 'USD', 'INVALID_AMOUNT'],
  ['1', 'XXX', 'UNKNOWN_CURRENCY'],
  ['1', "USD'; --", 'UNKNOWN_CURRENCY'],
  ['0', 'USD', 'done'],
  ['١٠,٥', 'USD', 'done'],
  ['1.001', 'KWD', 'done'],
])('%j %s: %s', async (amount, currency, outcome) => {
  await makePasskeyRow(ada.id)
  expect(await set(amount, currency)).toBe(outcome)
})
