import { beforeAll, expect, test } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { notePeerFailure } from '@/lib/providers/peer-health-store'
import { makeUnknownSettlement } from '@/lib/settlement/testing/stuck-settlement'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

beforeAll(async () => {
  await makeUnknownSettlement(400)
  await runCommand(['partner', 'add', '--ocid', '401', '--our-reserve', 'KWD=1.500', '--their-reserve', 'USD=20.00'])
})

const reserves = async (...more: string[]) => (await runJson(['partner', 'reserves', ...more])).document
const setThresholds = (low: string, empty: string) =>
  runCommand(['partner', 'reserve-thresholds', '--ocid', '400', '--currency', 'USD', '--low', low, '--empty', empty])

test('our reserves are shown with what is held and what can still be used, and theirs beside them', async () => {
  expect(await reserves()).toMatchObject({
    ours: [
      {
        ocid: 400,
        balance: { amount: '100.00' },
        held: { amount: '5.00' },
        headroom: { amount: '95.00' },
        state: 'ok',
      },
      { ocid: 401, balance: { amount: '1.500', currency: 'KWD' }, failing: null },
    ],
    theirs: [{ ocid: 401, balance: { amount: '20.00' }, held: { amount: '0.00' } }],
  })
  expect(await reserves('--ocid', '400')).toMatchObject({ ours: [{ ocid: 400 }], theirs: [] })
  expect((await runCommand(['partner', 'reserves', '--ocid', '402'])).out).toBe(
    'There is no reserve yet: "partner add" writes one down.\n',
  )
})

test('thresholds decide what is low, what is empty, and what is left to use; the audit log has them', async () => {
  const { out } = await setThresholds('95.01', '10.00')
  expect(out).toBe('Our reserve at partner 400 is low below 95.01 USD, not used below 10.00 USD.\n')
  expect(await reserves('--ocid', '400')).toMatchObject({ ours: [{ state: 'low', headroom: { amount: '85.00' } }] })
  await setThresholds('100.00', '95.00')
  expect(await reserves('--ocid', '400')).toMatchObject({ ours: [{ state: 'empty', headroom: { amount: '0.00' } }] })
  await setThresholds('0', '0.00')
  expect(await reserves('--ocid', '400')).toMatchObject({ ours: [{ state: 'ok' }] })
  expect(await countOf('audit_entries', "action = 'partner.reserve-thresholds' AND subject = 'OCID 400'")).toBe(3)
})

test.each([
  ['a low one below the empty one', '5.00', '10.00'],
  ['an amount that is none', 'ten', '1.00'],
  ['too many digits', '1.001', '1.00'],
  ['less than nothing', '1.00', '-1.00'],
])('%s is refused, and nothing is written', async (_, low, empty) => {
  const before = await sql('SELECT * FROM reserve_thresholds')
  expect(await setThresholds(low, empty)).toMatchObject({ exitCode: 2 })
  expect(await sql('SELECT * FROM reserve_thresholds')).toEqual(before)
})

test('a partner that does not answer is shown as failing', async () => {
  await notePeerFailure(400, 'TIMEOUT: too slow')
  expect((await runCommand(['partner', 'reserves', '--ocid', '400'])).out).toMatch(/ok +failing since 2/)
  expect(await reserves()).toMatchObject({ ours: [{ failing: { lastFailure: 'TIMEOUT: too slow' } }, {}] })
})
