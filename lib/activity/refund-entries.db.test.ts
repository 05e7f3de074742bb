import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { newLinkToken } from '@/lib/links/link-token'
import { getReceipt } from '@/lib/receipts/get-receipt'
import { findReceipt, openReceipt } from '@/lib/receipts/receipt-store'
import { makePaid, refund } from '@/lib/refunds/testing/refund-lab'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { activityCsv } from './activity-csv'
import { readActivityFilter } from './activity-filter'
import { getStory } from './get-story'
import { listActivity, listMerchants } from './list-activity'

useTestDatabase()

let lab: PayLab
let shop: Awaited<ReturnType<typeof makeApplication>>

beforeAll(async () => {
  lab = await createPayLab()
  shop = await makeApplication()
})
afterEach(async () => expect(await checkLedger()).toEqual([]))
afterAll(() => lab.close())

const look = (userId: string, query: Record<string, string> = {}) =>
  listActivity(lab.us, userId, readActivityFilter(query), null, 50)

async function partlyRefunded() {
  const paid = await makePaid(lab, shop.application, 'LIVE', { productName: 'A book' })
  for (const amount of [100, 50]) expect(await refund(lab, shop, paid.id, amount)).toMatchObject({ ok: true })
  return paid
}

test('the payer sees what came back, from the application by its name, each with its own transaction', async () => {
  const { payer } = await partlyRefunded()
  const { entries } = await look(payer.userId)
  const party = { name: 'Rooftop Books' }
  expect(entries).toMatchObject([
    { kind: 'refund', isIncoming: true, state: 'done', party, money: { amountMinor: 50n } },
    { kind: 'refund', isIncoming: true, state: 'done', party, money: { amountMinor: 100n } },
    { kind: 'payment', isIncoming: false, party, money: { amountMinor: 500n } },
    { kind: 'top_up' },
  ])
  const txids = entries.slice(0, 3).map(({ txid }) => txid)
  expect(new Set(txids).size).toBe(3)
  for (const txid of txids) expect(txid).toMatch(/^tx_/)
})

test("a search by the application's name finds its payments and refunds, in the list and in the CSV", async () => {
  const { payer } = await partlyRefunded()
  const { entries } = await look(payer.userId, { q: 'rooftop' })
  expect(entries.map(({ kind }) => kind)).toEqual(['refund', 'refund', 'payment'])
  const csv = activityCsv(entries)
  expect(csv.match(/Rooftop Books/g)).toHaveLength(3)
  expect(csv).toMatch(/,refund,done,0\.50,USD,Rooftop Books,/)
})

test('neither the search nor the list of merchants takes an application for its gateway', async () => {
  const { payer } = await partlyRefunded()
  expect(await listMerchants(lab.us, payer.userId)).toEqual([])
  expect((await look(payer.userId, { merchant: String(lab.us.ocid) })).entries).toEqual([])
})

test('the story of the payment lists its refunds, and the story of a refund has its own proof', async () => {
  const { payer } = await partlyRefunded()
  const { entries } = await look(payer.userId)
  const [latest, , paid] = entries
  const story = await getStory(lab.us, payer.userId, paid?.id ?? '')
  expect(story?.payment).toMatchObject({
    merchant: { name: 'Rooftop Books' },
    refunds: {
      total: { amountMinor: 150n },
      list: [{ money: { amountMinor: 100n } }, { money: { amountMinor: 50n } }],
    },
  })
  expect(story?.proofs).toMatchObject([{ txid: paid?.txid }])
  const back = await getStory(lab.us, payer.userId, latest?.id ?? '')
  expect(back).toMatchObject({ payment: { hasReceipt: false, path: null }, proofs: [{ txid: latest?.txid }] })
  expect(back?.proofs[0]?.proofText).toContain(`Refund of ${paid?.txid}`)
})

test('the story of a payment of which nothing came back says nothing of refunds', async () => {
  const { payer } = await makePaid(lab, shop.application)
  const [entry] = (await look(payer.userId)).entries
  expect((await getStory(lab.us, payer.userId, entry?.id ?? ''))?.payment?.refunds).toBeNull()
})

test('the public receipt names the application, and says how much of it came back', async () => {
  const { id, payer } = await partlyRefunded()
  const token = (await openReceipt(id, payer.userId, newLinkToken())) ?? ''
  const view = async () => {
    const stored = await findReceipt(token)
    if (!stored) throw new Error('there is no receipt')
    return getReceipt(lab.us, token, stored)
  }
  expect(await view()).toMatchObject({ merchant: { name: 'Rooftop Books' }, refunded: { amountMinor: 150n } })
  await refund(lab, shop, id, 350)
  expect(await view()).toMatchObject({ refunded: { amountMinor: 500n } })
})
