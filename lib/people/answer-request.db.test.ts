import { beforeEach, describe, expect, test } from 'vitest'
import { countOf } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { answerRequest } from './answer-request'
import { askForMoney } from './ask-for-money'
import { listRequests } from './money-request-store'
import { getRequestView } from './request-view'
import { currencies, dollarsOf, type LabPerson, personWith } from './testing/people-lab'
import { withdrawRequest } from './withdraw-request'

useTestDatabase()

let ada: LabPerson
let ben: LabPerson
let token: string

const now = () => Date.now() / 1000

beforeEach(async () => {
  ada = await personWith(0n)
  ben = await personWith(1000n)
  const asked = await askForMoney(ada.id, { currency: 'USD', amount: '6.00', memo: 'tickets' }, currencies)
  if (!asked.ok) throw new Error(asked.error)
  token = asked.value
})

test('a request is paid once: its payer may press again, nobody else can', async () => {
  const cleo = await personWith(1000n)
  expect(await answerRequest({ payerId: ben.id, token }, now())).toEqual({ ok: true, value: 'move' })
  expect(await answerRequest({ payerId: ben.id, token }, now())).toEqual({ ok: true, value: 'already' })
  expect(await answerRequest({ payerId: cleo.id, token }, now())).toEqual({ ok: false, error: 'ALREADY_PAID' })
  expect(await Promise.all([ada, ben, cleo].map(dollarsOf))).toEqual([600n, 400n, 1000n])
  expect(await checkLedger()).toEqual([])
})

test('of twenty people who pay one request at once, one pays', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => personWith(600n)))
  const answers = await Promise.all(people.map(({ id }) => answerRequest({ payerId: id, token }, now())))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.filter((one) => !one.ok && one.error === 'ALREADY_PAID')).toHaveLength(19)
  expect(await dollarsOf(ada)).toBe(600n)
  const left = await Promise.all(people.map(dollarsOf))
  expect(left.reduce((sum, cents) => sum + cents)).toBe(19n * 600n)
  expect(await checkLedger()).toEqual([])
})

test('withdrawn while it is being paid, it is either paid or withdrawn', async () => {
  const [answer] = await Promise.all([answerRequest({ payerId: ben.id, token }, now()), withdrawRequest(ada.id, token)])
  const [request] = await listRequests(ada.id, 5)
  expect(request?.state).toBe(answer.ok ? 'PAID' : 'WITHDRAWN')
  expect(await dollarsOf(ben)).toBe(answer.ok ? 400n : 1000n)
})

describe('no money moves', () => {
  test('for a request that was withdrawn', async () => {
    await withdrawRequest(ada.id, token)
    const count = await countOf('transfers')
    expect(await answerRequest({ payerId: ben.id, token }, now())).toEqual({ ok: false, error: 'WITHDRAWN' })
    expect(await countOf('transfers')).toBe(count)
  })

  test('for more than the payer has, or in a currency that the payer has nothing of', async () => {
    const before = await countOf('transfers', "reason = 'PERSON'")
    for (const cents of [599n, 0n]) {
      const poor = await personWith(cents)
      expect(await answerRequest({ payerId: poor.id, token }, now())).toEqual({
        ok: false,
        error: 'INSUFFICIENT_FUNDS',
      })
    }
    expect(await countOf('transfers', "reason = 'PERSON'")).toBe(before)
  })

  test('for a request whose seven days are over', async () => {
    const late = now() + 7 * 24 * 3600 + 1
    expect(await answerRequest({ payerId: ben.id, token }, late)).toEqual({ ok: false, error: 'EXPIRED' })
  })

  test('for a request of one’s own, and for a token that was guessed', async () => {
    expect(await answerRequest({ payerId: ada.id, token }, now())).toEqual({ ok: false, error: 'OWN_REQUEST' })
    expect(await answerRequest({ payerId: ben.id, token: 'AAAAAAAAAAAAAAAAAAAAAA' }, now())).toEqual({
      ok: false,
      error: 'NOT_FOUND',
    })
  })
})

test('nobody but its asker withdraws a request, and not after it was paid', async () => {
  await withdrawRequest(ben.id, token)
  expect(await answerRequest({ payerId: ben.id, token }, now())).toMatchObject({ ok: true })
  await withdrawRequest(ada.id, token)
  expect(await listRequests(ada.id, 5)).toMatchObject([{ state: 'PAID', payerEmail: ben.email }])
  expect(await listRequests(ben.id, 5)).toEqual([])
})

test('a stranger learns of the asker the masked address alone, and of the payer nothing', async () => {
  await answerRequest({ payerId: ben.id, token }, now())
  const seen = [null, await personWith(0n)].map((user) => getRequestView(token, user, currencies, now()))
  for (const view of await Promise.all(seen)) {
    const text = JSON.stringify(view, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    for (const secret of [ada.email, ada.id, ben.email, ben.id]) expect(text).not.toContain(secret)
    expect(view).toMatchObject({ askerName: `${ada.email[0]}…@people.example`, paidBy: null })
  }
  expect(await getRequestView(token, ada, currencies, now())).toMatchObject({ paidBy: ben.email, visitor: 'asker' })
})

test('whoever pays learns the whole address of the asker, and not before', async () => {
  const seen = () => getRequestView(token, ben, currencies, now())
  expect(await seen()).toMatchObject({ askerName: `${ada.email[0]}…@people.example`, visitor: 'other' })
  await answerRequest({ payerId: ben.id, token }, now())
  expect(await seen()).toMatchObject({ askerName: ada.email, visitor: 'payer' })
})

test('a visitor is told what is missing, to the cent', async () => {
  const usd = { code: 'USD', exponent: 2 }
  for (const [cents, missing] of [
    [0n, 600n],
    [599n, 1n],
    [600n, null],
  ] as const) {
    const view = await getRequestView(token, await personWith(cents), currencies, now())
    expect(view?.missing).toEqual(missing === null ? null : { amountMinor: missing, currency: usd })
  }
  expect(await getRequestView(token, null, currencies, now())).toMatchObject({ missing: null })
})

test('at most a hundred requests of one person are open at a time', async () => {
  const ask = () => askForMoney(ada.id, { currency: 'USD', amount: '1', memo: '' }, currencies)
  for (let n = 1; n < 100; n++) expect(await ask()).toMatchObject({ ok: true })
  expect(await ask()).toEqual({ ok: false, error: 'TOO_MANY_REQUESTS' })
  await withdrawRequest(ada.id, token)
  expect(await ask()).toMatchObject({ ok: true })
})
