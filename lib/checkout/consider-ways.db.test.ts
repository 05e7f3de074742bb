import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { isoCurrency } from '@/lib/money/currency'
import { savePartner } from '@/lib/partners/partner-store'
import { bookReserve } from '@/lib/providers/book-reserve'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { considerWays } from './consider-ways'
import { makeCheckout, makeOrder } from './testing/make-checkout'

useTestDatabase()

const usd = isoCurrency('USD') ?? { code: 'USD', exponent: 2 }
let lab: PayLab

beforeAll(async () => {
  lab = await createPayLab()
  lab.peers.put(110, 'gateway 110', { name: 'Far Corners' })
  lab.peers.put(310, 'meridian', { name: 'Meridian Clearing' })
  lab.peers.put(320, 'harbour', { name: 'Harbour Payments', accepts: [310] })
  lab.peers.put(340, 'copper', { name: 'Copper Bank' })
  lab.peers.put(350, 'euros', { name: 'Euro House', currencies: ['EUR'] })
  lab.peers.put(360, 'ridge', { name: 'Ridge Trust', accepts: [340] })
  lab.peers.put(370, 'blocked', { name: 'Barred' })
  await savePartner(370, { blocked: true })
  await inTransaction((tx) => bookReserve(tx, 'ours', 310, { amountMinor: 10_000n, currency: usd }))
  await inTransaction((tx) => bookReserve(tx, 'ours', 340, { amountMinor: 123n, currency: usd }))
})

afterAll(() => lab.close())

/** The ways of a checkout of 5.00 USD as lines: `Meridian Clearing, Harbour Payments: taken`. */
async function linesOf(order: Record<string, unknown>, callerOcid = 100): Promise<string[]> {
  const { sessionId } = await makeCheckout(makeOrder(order), { callerOcid })
  const ways = await considerWays(lab.us, sessionId)
  return ways.map(({ parties, verdict, failsAt }) => {
    const names = parties.map(({ name }) => name).join(', ') || 'straight'
    return `${names}: ${verdict}${failsAt ? ` at ${failsAt.name}` : ''}`
  })
}

describe('a payer who asks why it is this way', () => {
  test('is told of each way with its reason, the one that is taken first', async () => {
    expect(await linesOf({ accepts: [340, 350, 360, 370, 380, 320, 310] })).toEqual([
      'Meridian Clearing: taken',
      'Meridian Clearing, Harbour Payments: possible',
      'straight: NOT_ACCEPTED_BY_ORDER',
      'Party 100: NOT_ACCEPTED_BY_ORDER',
      'Copper Bank: RESERVE_TOO_LOW',
      'Euro House: CURRENCY_NOT_SUPPORTED',
      'Ridge Trust: RESERVE_TOO_LOW at Copper Bank',
      'Barred: BLOCKED',
      'OCID 380: METADATA_UNAVAILABLE',
    ])
  })

  test('is not told of the gateway that is taken a second time, as one where we have no reserve', async () => {
    expect(await linesOf({ accepts: [100] })).toEqual(['Party 100: taken', 'straight: NOT_ACCEPTED_BY_ORDER'])
  })

  test('hears of a gateway that refuses us why, and not that we have no reserve there either', async () => {
    expect(await linesOf({}, 110)).toEqual(['straight: NOT_ACCEPTED_BY_ORDER', 'Far Corners: DOES_NOT_ACCEPT_US'])
  })

  test('does not learn how much our reserves hold', async () => {
    const { sessionId } = await makeCheckout(makeOrder({ accepts: [340, 310] }))
    const told = JSON.stringify(await considerWays(lab.us, sessionId))
    expect(told).toContain('RESERVE_TOO_LOW')
    expect(told).not.toMatch(/123|1\.23|10000|100\.00|minor/i)
  })
})

describe('there is nothing to tell', () => {
  test('of a checkout that is not there', async () => {
    expect(await considerWays(lab.us, 'sess_none')).toEqual([])
  })

  test('when the gateway that brought the order cannot be looked up, or is blocked', async () => {
    expect(await linesOf({ accepts: [310] }, 997)).toEqual([])
    expect(await linesOf({ accepts: [310] }, 370)).toEqual([])
  })
})
