import { describe, expect, test } from 'vitest'
import { activityCsv, activityHeader } from './activity-csv'
import type { ActivityEntry } from './activity-entry'

const entry: ActivityEntry = {
  id: '7',
  kind: 'top_up',
  state: 'done',
  isIncoming: false,
  money: { amountMinor: 1234n, currency: { code: 'USD', exponent: 2 } },
  atEpochSeconds: 1_800_000_000,
  resolvedAtEpochSeconds: null,
  party: { ocid: 300, name: 'Corner Shop' },
  person: null,
  orderId: 'o-1',
  memo: null,
  txid: 'tx_1',
}

describe('activity as CSV', () => {
  test('what left the wallet is a negative number', () => {
    expect(activityHeader).toBe('id,time,kind,state,amount,currency,party,ocid,order,memo,txid\n')
    expect(activityCsv([entry, { ...entry, isIncoming: true }])).toBe(
      '7,2027-01-15T08:00:00.000Z,top up,done,-12.34,USD,Corner Shop,300,o-1,,tx_1\n' +
        '7,2027-01-15T08:00:00.000Z,top up,done,12.34,USD,Corner Shop,300,o-1,,tx_1\n',
    )
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\uFF1D1', '=cmd|" /C calc"!A0'])('%j is no formula in it', (text) => {
    const csv = activityCsv([{ ...entry, orderId: text, memo: text, txid: text, party: { ocid: 1, name: text } }])
    expect(csv.match(/'/g)).toHaveLength(4)
    expect(csv).not.toMatch(/(?:^|,)"?[=+@\uFF1D]/)
  })

  test.each([';=1+1', 'a; @SUM(A1)', '\t-1', ';\uFF1D1'])('nor is %j where semicolons or tabs part cells', (text) => {
    const csv = activityCsv([{ ...entry, orderId: text, memo: text, txid: text, party: { ocid: 1, name: text } }])
    expect(csv).not.toMatch(/[;\t]\s*[=+\-@\uFF1D]/)
    expect(activityCsv([{ ...entry, memo: 'tea; biscuits' }])).toContain('tea; biscuits')
  })

  test('commas, quotes and lines stay within their cell', () => {
    expect(activityCsv([{ ...entry, memo: 'a,"b"\nc' }])).toContain(',"a,""b""\nc",')
  })
})
