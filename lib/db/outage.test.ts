import { describe, expect, test } from 'vitest'
import { isDatabaseOutage, noteFailure, watchForOutage } from './outage'

const withCode = (code: string) => Object.assign(new Error('no'), { code })

describe('PostgreSQL is away', () => {
  test.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    '08006',
    '57P01',
    '57P03',
    '55P03',
    '57014',
    '53300',
    'P1001',
    'P2024',
  ])('when the code is %s', (code) => {
    expect(isDatabaseOutage(withCode(code))).toBe(true)
    expect(isDatabaseOutage(new Error('wrapped', { cause: withCode(code) }))).toBe(true)
  })

  test.each([
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
    'timeout exceeded when trying to connect',
  ])('when pg says %j', (message) => {
    expect(isDatabaseOutage(new Error(message))).toBe(true)
  })
})

describe('PostgreSQL is there and refused something', () => {
  test.each(['23505', '23514', '23000', '22003', '40001', '40P01', '42P01', 'P2002', '10800'])(
    'when the code is %s',
    (code) => {
      expect(isDatabaseOutage(withCode(code))).toBe(false)
    },
  )
})

test.each([undefined, null, 'ECONNREFUSED', 7, {}, new Error('a bug')])('%s says nothing of the database', (cause) => {
  expect(isDatabaseOutage(cause)).toBe(false)
})

test('a request learns of the outage that it met itself, and of no other', async () => {
  const refused = Object.assign(new Error('no'), { code: '23514' })
  const answerWith = (cause: unknown) =>
    watchForOutage(async (sawOutage) => {
      await Promise.reject(cause).catch(noteFailure)
      return sawOutage()
    })
  expect(await Promise.all([answerWith(withCode('57P01')), answerWith(refused)])).toEqual([true, false])
})
