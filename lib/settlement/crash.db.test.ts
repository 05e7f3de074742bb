import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { countOf } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import type { Gateway } from '@/lib/gateway/gateway'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import type { GuardedFetch } from '@/lib/registry/guarded-fetch'
import type { House } from './testing/house'
import { makePayer } from './testing/pay-lab'
import { createSettleLab, type Page, passTime, type SettleLab, settlementsOf, standingOf } from './testing/settle-lab'
import { walkSettlement } from './walk-settlement'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: SettleLab

beforeAll(async () => {
  lab = await createSettleLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

class Death extends Error {}
const endless = () => Date.now() + 60_000
const die = async (): Promise<never> => {
  throw new Death()
}

/** The same gateway, whose process dies at the n-th call: before it is sent, or when it was carried out. */
function dyingAt(call: number, moment: 'before' | 'after'): Gateway {
  let calls = 0
  const fetch = async (...asked: Parameters<GuardedFetch>) => {
    const isLast = ++calls === call
    if (isLast && moment === 'before') return die()
    const answer = await lab.us.fetch(...asked)
    return isLast ? die() : answer
  }
  return { ...lab.us, fetch: Object.assign(fetch, { close: lab.us.fetch.close }) as GuardedFetch }
}

/** A payment along a path of three that has begun: five steps, none of them taken. */
async function begun() {
  const last = await lab.house({ reserve: 1000n })
  const middle = await lab.house({ accepts: [last.ocid] })
  const first = await lab.house({ accepts: [middle.ocid] })
  const [page, ada] = [await lab.page([first.ocid]), await makePayer()]
  const id = await lab.begin(page, ada, 'the process that dies')
  return { houses: [first, middle, last] as const, page, ada, id }
}

async function expectSettledByAnother({ houses, page, ada }: Awaited<ReturnType<typeof begun>>): Promise<void> {
  await passTime(page, 16)
  await lab.resolve(...houses)
  expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE DONE DONE DONE DONE), 1 delivery')
  expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
  expect(houses.map(({ deeds }) => deeds.length)).toEqual([2, 2, 1])
  for (const house of houses) expectSameWords(house)
}

function expectSameWords(house: House): void {
  for (const call of ['/payment/create', '/transfer/create', '/payment/settle'] as const)
    expect(new Set(house.bodies(call)).size).toBeLessThanOrEqual(1)
}

const calls = [1, 2, 3, 4, 5]

describe('another process completes the payment when the first one died', () => {
  test('as soon as the money was held, with no step taken', async () => {
    const payment = await begun()
    expect(await standingOf(payment.page)).toMatch(/^PENDING open, PENDING, ACTIVE\(PLANNED PLANNED/)
    await expectSettledByAnother(payment)
  })

  test.each(calls)('after it had written down that it makes call %i, and before it was sent', async (call) => {
    const payment = await begun()
    const dead = walkSettlement(dyingAt(call, 'before'), payment.id, 'the process that dies', endless())
    await expect(dead).rejects.toThrow(Death)
    await expectSettledByAnother(payment)
  })

  test.each(calls)('after call %i was carried out, and before its answer was written down', async (call) => {
    const payment = await begun()
    const dead = walkSettlement(dyingAt(call, 'after'), payment.id, 'the process that dies', endless())
    await expect(dead).rejects.toThrow(Death)
    await expectSettledByAnother(payment)
  })

  test.each(calls)('after step %i was done, and before the next was written down as called', async (call) => {
    const payment = await begun()
    let looks = 0
    const dead = walkSettlement(lab.us, payment.id, 'the process that dies', endless(), async () =>
      ++looks > call ? die() : false,
    )
    // The last step leaves nothing to be called.
    if (call === calls.length) expect(await dead).toBe('settled')
    else await expect(dead).rejects.toThrow(Death)
    await expectSettledByAnother(payment)
  })
})

describe('while a process has the lease', () => {
  test('nobody else goes on, however often he looks', async () => {
    const { houses, page, id } = await begun()
    expect(await walkSettlement(lab.us, id, 'another', endless())).toBe('lost')
    await lab.resolve(...houses)
    expect(houses.flatMap(({ received }) => received)).toEqual([])
    expect((await settlementsOf(page))[0]?.leaseOwner).toBe('the process that dies')
    expect(await walkSettlement(lab.us, id, 'the process that dies', endless())).toBe('settled')
  })

  test('and two walk at once when it is over, one of them makes the calls', async () => {
    const payment = await begun()
    await passTime(payment.page, 16)
    const ends = await Promise.all(
      ['one', 'two', 'three'].map((owner) => walkSettlement(lab.us, payment.id, owner, endless())),
    )
    expect(ends.sort()).toEqual(['lost', 'lost', 'settled'])
    expect(payment.houses.map(({ received }) => received.length)).toEqual([2, 2, 1])
    await expectSettledByAnother(payment)
  })

  test('a settlement that has ended is nobody’s', async () => {
    const { id } = await begun()
    await walkSettlement(lab.us, id, 'the process that dies', endless())
    expect(await walkSettlement(lab.us, id, 'the process that dies', endless())).toBe('lost')
    expect(await countOf('settlements', `id = '${id}' AND lease_owner IS NULL`)).toBe(1)
  })
})

describe('a process whose time is over', () => {
  test('leaves the next step due at once, and its lease', async () => {
    const payment = await begun()
    expect(await walkSettlement(lab.us, payment.id, 'the process that dies', Date.now())).toBe('out_of_time')
    expect((await settlementsOf(payment.page))[0]).toMatchObject({ leaseOwner: null, state: 'ACTIVE' })
    await lab.resolve(...payment.houses)
    expect(await standingOf(payment.page)).toMatch(/^SUCCEEDED closed/)
  })

  test('leaves a step with a peer that is to be avoided to whoever looks at that peer', async () => {
    const { houses, page, id } = await begun()
    const isAvoided = async (ocid: number) => ocid === houses[1].ocid
    expect(await walkSettlement(lab.us, id, 'the process that dies', endless(), isAvoided)).toBe('out_of_time')
    expect(await standingOf(page)).toMatch(/ACTIVE\(DONE PLANNED/)
    await lab.resolve(houses[1])
    expect(await standingOf(page)).toMatch(/^SUCCEEDED closed/)
  })
})

test('the process that dies while the payer waits leaves a page that says so, and the payment goes on', async () => {
  const house = await lab.house({ reserve: 1000n })
  const [page, ada]: [Page, Awaited<ReturnType<typeof makePayer>>] = [await lab.page([house.ocid]), await makePayer()]
  expect(await lab.pay(page, ada, dyingAt(1, 'after'))).toMatchObject({ ok: true, value: { isPaid: false } })
  await passTime(page, 16)
  await lab.resolve(house)
  expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery')
  expect(house.deeds).toHaveLength(1)
})
