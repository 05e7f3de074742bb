import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { addWallet, createPayLab, makePayer, type Payer, type PayLab } from '@/lib/settlement/testing/pay-lab'
import type { ActivityFilter } from './activity-filter'
import { readActivityFilter } from './activity-filter'
import { getStory } from './get-story'
import { listActivity, listMerchants } from './list-activity'

useTestDatabase()

const all: ActivityFilter = readActivityFilter({})

let lab: PayLab
let ada: Payer

beforeAll(async () => {
  lab = await createPayLab()
  lab.peers.put(301, 'merchant', { name: 'Blue Door Coffee' })
})
afterAll(() => lab.close())
beforeEach(async () => {
  ada = await makePayer(100_000n)
})

async function buy(order: Record<string, unknown> = {}, payer = ada) {
  const checkout = await lab.checkout({ order })
  expect(await lab.pay(checkout, payer)).toMatchObject({ ok: true })
  return checkout
}

const look = (query: Record<string, string> = {}, before: bigint | null = null, most = 50) =>
  listActivity(lab.us, ada.userId, readActivityFilter(query), before, most)
const ordersOf = async (query: Record<string, string>) => (await look(query)).entries.map(({ orderId }) => orderId)

describe('a person sees', () => {
  test('every movement of their wallets, the latest first, and nobody else’s', async () => {
    const ben = await makePayer()
    await buy({}, ben)
    const { orderId } = await buy({ memo: 'two coffees' })
    const { entries, nextBefore } = await look()
    expect(nextBefore).toBeNull()
    expect(entries).toMatchObject([
      { kind: 'payment', state: 'done', isIncoming: false, orderId, memo: 'two coffees', party: { ocid: 300 } },
      { kind: 'top_up', state: 'done', isIncoming: true, money: { amountMinor: 100_000n }, party: null },
    ])
    expect(entries[0]?.txid).toMatch(/^tx_/)
  })

  test('the story of a movement of theirs; another’s is not there, like one that does not exist', async () => {
    const { paymentId } = await buy()
    const [entry] = (await look()).entries
    const story = await getStory(lab.us, ada.userId, entry?.id ?? '')
    expect(story).toMatchObject({ payment: { paymentId, hasReceipt: true, path: { kind: 'direct' } } })
    expect(story?.proofs).toMatchObject([{ issuer: { ocid: 200 }, txid: entry?.txid }])
    const ben = await makePayer()
    for (const id of [entry?.id ?? '', '999999999', '-1', '1e3', "1' OR '1'='1", '9'.repeat(40)])
      expect(await getStory(lab.us, ben.userId, id)).toBeUndefined()
  })
})

describe('pages', () => {
  test('hold each movement once, also when new ones come in between', async () => {
    for (let count = 0; count < 6; count++) await buy()
    const whole = (await look()).entries.map(({ id }) => id)
    const seen: string[] = []
    let before: bigint | null = null
    do {
      const page: Awaited<ReturnType<typeof look>> = await look({}, before, 3)
      seen.push(...page.entries.map(({ id }) => id))
      before = page.nextBefore === null ? null : BigInt(page.nextBefore)
      await buy()
    } while (before !== null)
    expect(seen).toEqual(whole)
  })
})

describe('filters', () => {
  test('by wallet, by merchant, by state and by day', async () => {
    const euros = await addWallet(ada.userId, 5000n, 'EUR')
    const coffee = await buy({ ocid: 301 })
    await buy()
    expect((await look({ wallet: String(euros) })).entries).toMatchObject([{ money: { currency: { code: 'EUR' } } }])
    expect(await ordersOf({ merchant: '301' })).toEqual([coffee.orderId])
    expect((await look({ state: 'reserved' })).entries).toEqual([])
    expect((await look({ state: 'done' })).entries).toHaveLength(4)
    const today = new Date().toISOString().slice(0, 10)
    expect((await look({ from: today, to: today })).entries).toHaveLength(4)
    expect((await look({ to: '2020-01-01' })).entries).toEqual([])
    expect((await look({ from: '2999-01-01' })).entries).toEqual([])
    expect(await listMerchants(lab.us, ada.userId)).toMatchObject([{ ocid: 300 }, { ocid: 301 }])
  })

  test('another person’s wallet shows nothing', async () => {
    const ben = await makePayer()
    expect((await look({ wallet: String(ben.walletId) })).entries).toEqual([])
  })

  test('text finds the merchant’s name, the order, the note and the transaction, in any case', async () => {
    const coffee = await buy({ ocid: 301, memo: 'Table 7, 100% arabica' })
    await buy({ memo: 'nothing else' })
    const [, { txid } = { txid: null }] = (await look()).entries
    for (const q of ['blue door', coffee.orderId.toUpperCase(), 'TABLE 7', '100%', txid ?? ''])
      expect(await ordersOf({ q }), q).toEqual([coffee.orderId])
  })

  test.each(['%', '__', '\\', "' OR 1=1 --", 'amount', '\u0000'])('text %j is text, and no pattern', async (q) => {
    await buy({ memo: 'plain' })
    const found = (await look({ q })).entries
    // What cleaning leaves nothing of is no filter.
    expect(found).toHaveLength(q === '\u0000' ? 2 : 0)
  })

  test('an order with a NUL in it breaks no search', async () => {
    const { orderId } = await buy({ memo: 'a\u0000b' })
    expect(await ordersOf({ q: orderId })).toEqual([orderId])
  })

  test.each([{ wallet: 'x' }, { merchant: '-1' }, { state: 'gone' }, { from: '2026-02-31' }, { to: 'yesterday' }])(
    'what cannot be read is left out: %j',
    (query) => expect(readActivityFilter(query)).toEqual(all),
  )
})
