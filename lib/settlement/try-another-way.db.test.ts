import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { savePartner } from '@/lib/partners/partner-store'
import { putReserveThresholds } from '@/lib/providers/reserve-store'
import { doAndDrop, doAndHang, type House, justHang, refuse, type Script } from './testing/house'
import { makePayer, tally } from './testing/pay-lab'
import { createSettleLab, passTime, reserveAt, type SettleLab, settlementsOf, standingOf } from './testing/settle-lab'

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

const paid = { ok: true, value: { isPaid: true } }
const failed = { ok: true, value: { isPaid: false } }
const tooLow = refuse(402, 'INSUFFICIENT_FUNDS')
const settled = 'SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery'

/** Two providers with our reserves; the first has the larger one and is tried first. */
async function twoHouses(script?: Script): Promise<[House, House]> {
  const first = await lab.house({ reserve: 5000n })
  const second = await lab.house({ reserve: 4000n })
  if (script) first.script('/transfer/create', script)
  return [first, second]
}

const gone = async (house: House) => {
  await house.close()
  return house
}

describe('a provider that clearly refuses the first call is left, and the next one pays', () => {
  test('with another reference, while the payer’s money is free at no moment in between', async () => {
    const ada = await makePayer(500n)
    const other = await lab.page([200])
    const [first, second] = await twoHouses()
    // While the first is refusing, and while the second is being asked, the same wallet tries to pay something else.
    const attempts: unknown[] = []
    const tryToSpend: Script = async (_, __, deed, say) => {
      attempts.push(await lab.pay(other, ada))
      say(attempts.length === 1 ? { status: 402, body: '{"error":{"code":"INSUFFICIENT_FUNDS"}}' } : deed())
    }
    for (const house of [first, second]) house.script('/transfer/create', tryToSpend)
    const page = await lab.page([first.ocid, second.ocid])
    expect(await lab.pay(page, ada)).toMatchObject(paid)
    expect(attempts).toEqual(Array(2).fill({ ok: false, error: 'INSUFFICIENT_FUNDS' }))
    expect(await standingOf(page)).toBe('SUCCEEDED closed, VOIDED+POSTED, ABANDONED(REFUSED) SETTLED(DONE), 1 delivery')
    expect(second.deeds).toEqual([`/transfer/create ${page.paymentId}.2`])
    expect([await reserveAt(first), await reserveAt(second)]).toEqual([
      { balance: 5000, held: 0 },
      { balance: 3500, held: 0 },
    ])
    expect(await standing(ada.walletId)).toEqual({ balance: 0n, held: 0n })
  })

  test('so that its hold ends in the very transaction in which the next one begins', async () => {
    const [first, second] = await twoHouses(tooLow)
    const page = await lab.page([first.ocid, second.ocid])
    await lab.pay(page, await makePayer())
    const [moments] =
      await sql(`SELECT a.ended_at = b.created_at AS same FROM settlements a JOIN settlements b USING (payment_id)
      WHERE a.payment_id = '${page.paymentId}' AND a.attempt = 1 AND b.attempt = 2`)
    expect(moments).toEqual({ same: true })
  })

  test('and so on, along every way there is, each provider once', async () => {
    const houses = [1n, 2n, 3n].map((index) => lab.house({ reserve: 1000n + index }))
    const all = await Promise.all(houses)
    for (const house of all.slice(1)) house.script('/transfer/create', tooLow)
    const page = await lab.page(all.map(({ ocid }) => ocid))
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect(all.map(({ received }) => received.length)).toEqual([1, 1, 1])
    expect(all[0]?.deeds).toEqual([`/transfer/create ${page.paymentId}.3`])
  })

  test('and one that cannot be reached is left as well', async () => {
    const [first, second] = await twoHouses()
    await gone(first)
    const page = await lab.page([first.ocid, second.ocid])
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect(await settlementsOf(page)).toMatchObject([
      { state: 'ABANDONED' },
      { state: 'SETTLED', path: `[${second.ocid}]` },
    ])
  })

  test('and a gateway that cannot be asked for a payment is left, whatever it answers: nothing has moved', async () => {
    for (const script of [refuse(400, 'MERCHANT_NOT_REGISTERED'), justHang, doAndHang, doAndDrop]) {
      const provider = await lab.house({ reserve: 1000n })
      const [bad, good] = [await lab.house({ accepts: [provider.ocid] }), await lab.house({ accepts: [provider.ocid] })]
      bad.script('/payment/create', script, 9)
      const page = await lab.page([bad.ocid, good.ocid])
      expect(await lab.pay(page, await makePayer(), lab.hasty)).toMatchObject(paid)
      expect(provider.deeds).toEqual([`/transfer/create ${page.paymentId}.2`])
    }
  })

  test('and a gateway that stumbles over the first two calls for a payment is asked a third time', async () => {
    const provider = await lab.house({ reserve: 1000n })
    const gate = await lab.house({ accepts: [provider.ocid] })
    gate.script('/payment/create', (response) => void response.writeHead(500).end(), 2)
    const page = await lab.page([gate.ocid])
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect(gate.bodies('/payment/create')).toHaveLength(3)
  })

  test('and the payment that a first gateway waits for in vain is not the one that is settled', async () => {
    const [poor, rich] = [await lab.house({ reserve: 5000n }), await lab.house({ reserve: 4000n })]
    const gate = await lab.house({ accepts: [poor.ocid, rich.ocid] })
    poor.script('/transfer/create', tooLow)
    const page = await lab.page([gate.ocid])
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    const created = gate.said('/payment/create').map((body) => JSON.parse(body).txid)
    expect(created).toHaveLength(2)
    expect(gate.bodies('/payment/settle').map((body) => JSON.parse(body).txid)).toEqual([created[1]])
  })

  test('and our own proof settles it, when the gateway has opened an account with us meanwhile', async () => {
    const house = await lab.house({ reserve: 1000n })
    const page = await lab.page([house.ocid, 102], {}, 102)
    lab.peers.put(102, 'gateway 102', { accepts: [200] })
    house.script('/transfer/create', async (_, __, ___, say) => {
      await savePartner(102, { gatewayAccount: true })
      say({ status: 402, body: '{"error":{"code":"INSUFFICIENT_FUNDS"}}' })
    })
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect(await standingOf(page)).toBe('SUCCEEDED closed, VOIDED+POSTED, ABANDONED(REFUSED), 1 delivery')
  })
})

describe('with no way left', () => {
  test('a payment that was refused has failed, the money is back, and its order can be paid on another page', async () => {
    const [first, second] = await twoHouses(tooLow)
    second.script('/transfer/create', refuse(400, 'ACCOUNT_NOT_FOUND'))
    const [page, ada] = [await lab.page([first.ocid, second.ocid]), await makePayer()]
    expect(await lab.pay(page, ada)).toMatchObject(failed)
    expect(await standingOf(page)).toBe('FAILED closed, VOIDED+VOIDED, ABANDONED(REFUSED) ABANDONED(REFUSED)')
    expect(await standing(ada.walletId)).toEqual({ balance: 1000n, held: 0n })
    const [row] = await sql(
      `SELECT failure_code AS code, paying_since AS since FROM payments WHERE id = '${page.paymentId}'`,
    )
    expect(row).toEqual({ code: 'REFUSED_BY_PROVIDERS', since: null })
    expect(await lab.pay(page, ada)).toEqual({ ok: false, error: 'SESSION_EXPIRED' })
    expect(await lab.pay(await lab.page([200], { id: page.orderId }, 101), ada)).toMatchObject(paid)
  })

  test('a payment whose provider could not be reached is open again, and can be paid under another reference', async () => {
    const house = await lab.house({ reserve: 1000n })
    const [page, ada] = [await lab.page([house.ocid]), await makePayer()]
    await lab.silence(house)
    expect(await lab.pay(page, ada)).toEqual({ ok: false, error: 'PROVIDER_UNREACHABLE' })
    expect(await standingOf(page)).toBe('PENDING open, VOIDED, ABANDONED(REFUSED)')
    expect(await standing(ada.walletId)).toEqual({ balance: 1000n, held: 0n })
    const [row] = await sql(
      `SELECT payer_id AS payer, paying_since AS since FROM payments WHERE id = '${page.paymentId}'`,
    )
    expect(row).toEqual({ payer: null, since: null })
    lab.revive(house)
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect(house.deeds).toEqual([`/transfer/create ${page.paymentId}.2`])
  })

  test.each(['RATE_LIMITED', 'TIMESTAMP_EXPIRED', 'METADATA_UNAVAILABLE'])(
    'a refusal that will pass (%s) leaves the page open',
    async (code) => {
      const house = await lab.house({ reserve: 1000n })
      house.script('/transfer/create', refuse(429, code))
      const [page, ada] = [await lab.page([house.ocid]), await makePayer()]
      expect(await lab.pay(page, ada)).toEqual({ ok: false, error: 'PROVIDER_UNREACHABLE' })
      expect(await lab.pay(page, ada)).toMatchObject(paid)
    },
  )

  test('a payment is open again when it cannot be said whether there is a way: who brought it is out of reach just then', async () => {
    const provider = await lab.house({ reserve: 1000n })
    const ada = await makePayer(500n)
    const page = await lab.page([provider.ocid])
    provider.script('/transfer/create', (response, ...more) => {
      lab.peers.remove(100)
      tooLow(response, ...more)
    })
    const told = await lab.pay(page, ada)
    lab.peers.put(100, 'gateway 100')
    expect(told).toEqual({ ok: false, error: 'PROVIDER_UNREACHABLE' })
    expect(await standingOf(page)).toBe('PENDING open, VOIDED, ABANDONED(REFUSED)')
    expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
  })

  test('nor is it over when another provider, which may be a way, cannot be read just then', async () => {
    const [first, second] = await twoHouses()
    const [page, ada] = [await lab.page([first.ocid, second.ocid]), await makePayer(500n)]
    first.script('/transfer/create', (response, ...more) => {
      lab.peers.remove(second.ocid)
      tooLow(response, ...more)
    })
    expect(await lab.pay(page, ada)).toEqual({ ok: false, error: 'PROVIDER_UNREACHABLE' })
    expect(await standingOf(page)).toBe('PENDING open, VOIDED, ABANDONED(REFUSED)')
    lab.revive(second)
    expect(await lab.pay(page, ada)).toMatchObject(paid)
  })

  test('a second press asks those again that could not be reached the first time', async () => {
    const [first, second] = await twoHouses(tooLow)
    first.script('/transfer/create', tooLow)
    await lab.silence(second)
    const [page, ada] = [await lab.page([first.ocid, second.ocid]), await makePayer()]
    expect(await lab.pay(page, ada)).toEqual({ ok: false, error: 'PROVIDER_UNREACHABLE' })
    lab.revive(second)
    expect(await lab.pay(page, ada)).toMatchObject(paid)
    expect(second.deeds).toEqual([`/transfer/create ${page.paymentId}.4`])
  })
})

describe('a provider is passed by', () => {
  test('when the operator has blocked it', async () => {
    const [first, second] = await twoHouses()
    await savePartner(first.ocid, { blocked: true })
    const page = await lab.page([first.ocid, second.ocid])
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect([first.received.length, second.deeds.length]).toEqual([0, 1])
  })

  test('when our agreement narrows its currencies to others', async () => {
    const house = await lab.house({ reserve: 1000n })
    const page = await lab.page([house.ocid])
    await savePartner(house.ocid, { currencies: ['EUR'] })
    expect(await lab.pay(page, await makePayer())).toEqual({ ok: false, error: 'SETTLEMENT_NOT_SUPPORTED' })
    await savePartner(house.ocid, { currencies: ['EUR', 'USD'] })
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
  })

  test('when it settles in other currencies by its own word', async () => {
    const house = await lab.house({ reserve: 1000n, peer: { currencies: ['EUR'] } })
    const page = await lab.page([house.ocid])
    expect(await lab.pay(page, await makePayer())).toEqual({ ok: false, error: 'SETTLEMENT_NOT_SUPPORTED' })
  })

  test('when what it has of ours would fall below the threshold', async () => {
    const house = await lab.house({ reserve: 1000n })
    const threshold = { ocid: house.ocid, currency: 'USD', lowMinor: 501n, emptyMinor: 501n }
    await inTransaction((tx) => putReserveThresholds(tx, threshold))
    const page = await lab.page([house.ocid])
    expect(await lab.pay(page, await makePayer())).toEqual({ ok: false, error: 'SETTLEMENT_NOT_SUPPORTED' })
    await inTransaction((tx) => putReserveThresholds(tx, { ...threshold, emptyMinor: 500n }))
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect(await reserveAt(house)).toEqual({ balance: 500, held: 0 })
  })

  test('when it did not answer lately, as long as there is another; and then it is tried all the same', async () => {
    const [first, second] = await twoHouses(justHang)
    await lab.pay(await lab.page([first.ocid]), await makePayer(), lab.hasty)
    const page = await lab.page([first.ocid, second.ocid])
    expect(await lab.pay(page, await makePayer())).toMatchObject(paid)
    expect([first.received.length, second.deeds.length]).toEqual([1, 1])
    expect(await lab.pay(await lab.page([first.ocid]), await makePayer())).toMatchObject(paid)
  })
})

describe('payments at once', () => {
  test('cannot overdraw a reserve: of twenty, ten are paid and ten are told, and nothing is left over', async () => {
    const house = await lab.house({ reserve: 5000n })
    const pages = await Promise.all(Array.from({ length: 20 }, () => lab.page([house.ocid])))
    const payers = await Promise.all(pages.map(() => makePayer()))
    const outcomes = await Promise.all(
      pages.map((page, index) => lab.pay(page, payers[index] ?? { userId: '', walletId: 0n })),
    )
    expect(tally(outcomes)).toEqual({ paid: 10, SETTLEMENT_NOT_SUPPORTED: 10 })
    expect(house.deeds).toHaveLength(10)
    expect(await reserveAt(house)).toEqual({ balance: 0, held: 0 })
    const left = await Promise.all(payers.map(({ walletId }) => standing(walletId)))
    expect(left.filter(({ balance, held }) => balance === 500n && held === 0n)).toHaveLength(10)
    expect(left.filter(({ balance, held }) => balance === 1000n && held === 0n)).toHaveLength(10)
  })

  test('of one person, with money for three of eight, pay three of them', async () => {
    const [house, ada] = [await lab.house({ reserve: 9000n }), await makePayer(1500n)]
    const pages = await Promise.all(Array.from({ length: 8 }, () => lab.page([house.ocid])))
    expect(tally(await Promise.all(pages.map((page) => lab.pay(page, ada))))).toEqual({
      paid: 3,
      INSUFFICIENT_FUNDS: 5,
    })
    expect(house.deeds).toHaveLength(3)
  })

  test('by one person for one page are one payment', async () => {
    const [house, ada] = [await lab.house({ reserve: 9000n }), await makePayer(5000n)]
    const page = await lab.page([house.ocid])
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => lab.pay(page, ada)))
    expect(tally(outcomes)).toEqual({ paid: 10 })
    expect(house.received).toHaveLength(1)
    expect(await standingOf(page)).toBe(settled)
  })

  test('for one order, on the pages of two gateways and by two people, are one payment', async () => {
    const house = await lab.house({ reserve: 9000n })
    const id = `twin-${crypto.randomUUID()}`
    const [one, two] = [await lab.page([house.ocid], { id }), await lab.page([house.ocid], { id }, 101)]
    const outcomes = await Promise.all([lab.pay(one, await makePayer()), lab.pay(two, await makePayer())])
    expect(tally(outcomes)).toEqual({ paid: 1, ALREADY_PAID: 1 })
    expect(house.deeds).toHaveLength(1)
  })

  test('that go from one reserve to another and back, with wallets older and younger than both, all end', async () => {
    const older = await Promise.all(Array.from({ length: 4 }, () => makePayer()))
    const [first, second] = await twoHouses()
    const younger = await Promise.all(Array.from({ length: 4 }, () => makePayer()))
    // Half of them begin at each: who is refused there goes to the other.
    const doors = [await lab.house({ accepts: [first.ocid] }), await lab.house({ accepts: [second.ocid] })]
    const payers = [...older, ...younger]
    const pages = await Promise.all(
      payers.map((_, index) => lab.page([doors[index % 2]?.ocid ?? 0, first.ocid, second.ocid])),
    )
    for (const house of [first, second]) house.script('/transfer/create', tooLow, 3)
    const outcomes = await Promise.all(
      pages.map((page, index) => lab.pay(page, payers[index] ?? older[0] ?? { userId: '', walletId: 0n })),
    )
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    for (const page of pages) expect(await standingOf(page)).toMatch(/^(SUCCEEDED closed|FAILED closed)/)
    expect([(await reserveAt(first)).held, (await reserveAt(second)).held]).toEqual([0, 0])
  })
})

test('a refusal that comes to a process that has lost its lease meanwhile gives nothing up', async () => {
  const [house, ada] = [await lab.house({ reserve: 1000n }), await makePayer()]
  const page = await lab.page([house.ocid])
  // While the first call waits for its refusal, its lease runs out, and another process asks again and is served.
  house.script('/transfer/create', async (_, __, ___, say) => {
    await passTime(page, 16)
    await lab.resolve(house)
    say({ status: 402, body: '{"error":{"code":"INSUFFICIENT_FUNDS"}}' })
  })
  expect(await lab.pay(page, ada)).toMatchObject(paid)
  expect(await standingOf(page)).toBe(settled)
})

test('neither when the other process does not know yet what became of its call', async () => {
  const [house, ada] = [await lab.house({ reserve: 1000n }), await makePayer()]
  const page = await lab.page([house.ocid])
  house.script('/transfer/create', async (_, __, ___, say) => {
    house.script('/transfer/create', doAndDrop)
    await passTime(page, 16)
    await lab.resolve(house)
    say({ status: 402, body: '{"error":{"code":"INSUFFICIENT_FUNDS"}}' })
  })
  // The first one finds that there is something to be asked, and asks.
  expect(await lab.pay(page, ada)).toMatchObject(paid)
  expect(await standingOf(page)).toBe(settled)
  expect([house.bodies('/transfer/create').length, house.deeds.length]).toEqual([3, 1])
})
