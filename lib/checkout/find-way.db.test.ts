import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { isoCurrency } from '@/lib/money/currency'
import { savePartner } from '@/lib/partners/partner-store'
import { bookReserve } from '@/lib/providers/book-reserve'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { findWay } from './find-way'
import { makeOrder } from './testing/make-checkout'

useTestDatabase()

let lab: PayLab

beforeAll(async () => {
  lab = await createPayLab()
  lab.peers.put(100, 'gateway 100', { name: 'Three Corners', accepts: [lab.us.ocid] })
  lab.peers.put(310, 'meridian', { name: 'Meridian Clearing' })
  lab.peers.put(320, 'harbour', { name: 'Harbour\u202e Payments', accepts: [310] })
  lab.peers.put(330, 'isle', { name: '\u200b', accepts: [320] })
  const currency = isoCurrency('USD') ?? { code: 'USD', exponent: 2 }
  await inTransaction((tx) => bookReserve(tx, 'ours', 310, { amountMinor: 10_000n, currency }))
})

afterAll(() => lab.close())

const terms = { callerOcid: 100, merchantOcid: 300, applicationId: null, amountMinor: 500n }
const wayOf = (accepts: readonly number[], more: Partial<typeof terms> = {}, us = lab.us) =>
  findWay(us, { ...terms, ...more }, makeOrder({ accepts }))

/** A gateway that never learns who this is, and notes whom it asks. */
function withSilent(silentOcid: number) {
  const asked: number[] = []
  const peer = (ocid: number) => {
    asked.push(ocid)
    return ocid === silentOcid ? new Promise<never>(() => undefined) : lab.us.registry.peer(ocid)
  }
  return { asked, us: { ...lab.us, registry: { ...lab.us.registry, peer } } }
}

describe('a payment would travel', () => {
  test('straight to a merchant that takes our proofs', async () => {
    expect(await wayOf([lab.us.ocid])).toEqual({ kind: 'through', parties: [] })
  })

  test('through the gateway that brought the order and keeps an account with us', async () => {
    expect(await wayOf([100])).toEqual({ kind: 'through', parties: [{ ocid: 100, name: 'Three Corners' }] })
  })

  test('past others from our reserve to the merchant, by names that disguise nothing or else by number', async () => {
    expect(await wayOf([330])).toEqual({
      kind: 'through',
      parties: [
        { ocid: 310, name: 'Meridian Clearing' },
        { ocid: 320, name: 'Harbour Payments' },
        { ocid: 330, name: 'OCID 330' },
      ],
    })
  })

  test('straight to a merchant that holds our reserve itself', async () => {
    expect(await wayOf([310], { merchantOcid: 310 })).toEqual({ kind: 'through', parties: [] })
  })
})

describe('there is no way at the moment', () => {
  test.each([
    ['when nobody leads to the merchant', [999], {}],
    ['when our reserve is too low', [310], { amountMinor: 10_001n }],
    ['when the gateway that brought the order cannot be looked up', [200], { callerOcid: 998 }],
  ])('%s', async (_, accepts, more) => {
    expect(await wayOf(accepts, more)).toEqual({ kind: 'none' })
  })

  test('when the merchant is blocked', async () => {
    await savePartner(305, { blocked: true })
    expect(await wayOf([lab.us.ocid], { merchantOcid: 305 })).toEqual({ kind: 'none' })
  })
})

test('a page does not wait for a provider that is slow to say who it is', async () => {
  const { us } = withSilent(310)
  expect(await wayOf([310], {}, us)).toEqual({ kind: 'not_known_yet' })
})

test('where our own proof will do, no other provider is asked who it is', async () => {
  const { us, asked } = withSilent(310)
  expect(await wayOf([lab.us.ocid, 310], {}, us)).toMatchObject({ kind: 'through' })
  expect(asked).toEqual([100])
})
