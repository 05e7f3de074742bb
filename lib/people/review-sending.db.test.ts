import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { newOcid } from '@/lib/ledger/testing/make-account'
import { reviewSending } from './review-sending'
import { typedAs } from './sending'
import { type LabPerson, orderOf, personWith } from './testing/people-lab'

useTestDatabase()

let ada: LabPerson

beforeEach(async () => {
  ada = await personWith(1000n)
})

const review = (typed: { to: string; amount?: string; currency?: string }) => reviewSending(ada.id, orderOf(ada, typed))

test('it tells what stays in the wallet, to the last cent', async () => {
  const usd = { code: 'USD', exponent: 2 }
  expect(await review({ to: 'ben@example.com', amount: '2.50' })).toEqual({
    ok: true,
    value: { amountMinor: 750n, currency: usd },
  })
  expect(await review({ to: 'ben@example.com', amount: '10.00' })).toMatchObject({ value: { amountMinor: 0n } })
})

test('a stranger and nobody are the same to it', async () => {
  const ben = await personWith(0n)
  for (const to of [ben.email, ben.reference, 'nobody@example.com', 'u_nobody', '404404']) {
    expect(await review({ to })).toMatchObject({ ok: true })
  }
})

describe('it refuses', () => {
  test('every name of the sender, however the address is written', async () => {
    const ocid = newOcid()
    await sql(`UPDATE users SET ocid = ${ocid} WHERE id = '${ada.id}'`)
    for (const to of [` ${ada.email.toUpperCase()}`, ada.reference, String(ocid)]) {
      expect(await review({ to })).toEqual({ ok: false, error: 'SENT_TO_SELF' })
    }
  })

  test('more than the wallet has, and a currency that there is none of', async () => {
    for (const typed of [{ amount: '10.01' }, { currency: 'EUR' }]) {
      expect(await review({ to: 'ben@example.com', ...typed })).toEqual({ ok: false, error: 'INSUFFICIENT_FUNDS' })
    }
  })
})

test('what goes on to the next page reads as the same again', () => {
  const order = orderOf(ada, { to: ' Ben@Example.com ', amount: '2.5', memo: '  for\n lunch ' })
  const typed = typedAs(order)
  expect(typed).toEqual({ to: 'ben@example.com', currency: 'USD', amount: '2.50', memo: 'for lunch' })
  expect(typedAs(orderOf(ada, typed))).toEqual(typed)
})
