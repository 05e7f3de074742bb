import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Proof } from '@/lib/opencharge/proof'
import { giveUpSettlement } from './give-up-settlement'
import { takeLateProof } from './take-late-proof'
import { doAndDrop, doAndSay, type House, justHang, refuse, signed } from './testing/house'
import { makePayer, type Payer } from './testing/pay-lab'
import {
  createSettleLab,
  type Page,
  passTime,
  reserveAt,
  type SettleLab,
  settlementsOf,
  standingOf,
  suspense,
} from './testing/settle-lab'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: SettleLab
let house: House
let page: Page
let ada: Payer
let suspended: number

beforeAll(async () => {
  lab = await createSettleLab()
})

beforeEach(async () => {
  house = await lab.house({ reserve: 1000n })
  ;[page, ada] = [await lab.page([house.ocid]), await makePayer()]
  suspended = await suspense()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

/** What the house tells by its webhook: the proof that it made, or one with something changed. */
function proofOf(
  change: JsonObject = {},
  by = house,
  call: '/transfer/create' | '/payment/settle' = '/transfer/create',
) {
  const { proof } = JSON.parse(by.said(call).at(-1) ?? '{}')
  return signed({ ...proof, ...change }, by.signer)
}

async function tell(told: { proof: JsonObject; signature: string }, by = house) {
  const issuer = await lab.us.registry.peer(by.ocid)
  if (!issuer.ok) throw new Error('the house is on the network')
  return takeLateProof(lab.us, issuer.value, told as { proof: Proof; signature: string })
}

const settled = 'SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery'

describe('a proof that comes by webhook settles the payment', () => {
  test('whose call got no answer', async () => {
    house.script('/transfer/create', doAndDrop)
    await lab.pay(page, ada)
    expect(await tell(proofOf())).toBe('resolved')
    expect(await standingOf(page)).toBe(settled)
    await passTime(page, 60)
    await lab.resolve(house)
    expect(house.bodies('/transfer/create')).toHaveLength(1)
  })

  test('whose call is being made at this moment; the answer to it then changes nothing', async () => {
    house.script('/transfer/create', async (_, __, deed, say) => {
      const said = deed()
      expect(await tell(proofOf())).toBe('resolved')
      say(said)
    })
    expect(await lab.pay(page, ada)).toMatchObject({ ok: true, value: { isPaid: true } })
    expect(await standingOf(page)).toBe(settled)
  })

  test('that was handed to the operator', async () => {
    house.script('/transfer/create', doAndSay(500, ''), 2)
    await lab.pay(page, ada)
    await passTime(page, 3 * 86_400)
    await lab.resolve(house)
    expect(await standingOf(page)).toBe('PENDING open, PENDING, NEEDS_OPERATOR(UNKNOWN)')
    expect(await tell(proofOf())).toBe('resolved')
    expect(await standingOf(page)).toBe(settled)
    expect((await settlementsOf(page))[0]?.reason).toBeNull()
  })

  test('that waits for a step in the middle: the next one is due at once', async () => {
    const gate = await lab.house({ accepts: [house.ocid] })
    page = await lab.page([gate.ocid])
    house.script('/transfer/create', doAndDrop)
    await lab.pay(page, ada)
    expect(await tell(proofOf())).toBe('resolved')
    expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(DONE DONE PLANNED)')
    await lab.resolve(gate)
    expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE DONE DONE), 1 delivery')
  })

  test('that waits for a step in the middle, at the operator’s: it is taken back and goes on', async () => {
    const gate = await lab.house({ accepts: [house.ocid] })
    page = await lab.page([gate.ocid])
    house.script('/transfer/create', doAndSay(500, ''), 2)
    await lab.pay(page, ada)
    await passTime(page, 3 * 86_400)
    await lab.resolve(house)
    expect(await standingOf(page)).toMatch(/NEEDS_OPERATOR/)
    expect(await tell(proofOf())).toBe('resolved')
    await lab.resolve(gate)
    expect(await standingOf(page)).toMatch(/^SUCCEEDED closed/)
  })

  test('whose gateway was given the money and fell silent', async () => {
    const gate = await lab.house({ accepts: [house.ocid] })
    page = await lab.page([gate.ocid])
    gate.script('/payment/settle', doAndDrop)
    await lab.pay(page, ada)
    expect(await tell(proofOf({}, gate, '/payment/settle'), gate)).toBe('resolved')
    expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE DONE DONE), 1 delivery')
  })

  test('once, however often it comes at the same moment', async () => {
    house.script('/transfer/create', doAndDrop)
    await lab.pay(page, ada)
    const told = await Promise.all(Array.from({ length: 8 }, () => tell(proofOf())))
    expect(told.sort()).toEqual([...Array(7).fill('repeat'), 'resolved'])
    expect(await standingOf(page)).toBe(settled)
  })
})

test('a proof that is known already is a repeat', async () => {
  await lab.pay(page, ada)
  expect(await tell(proofOf())).toBe('repeat')
  expect(await suspense()).toBe(suspended)
})

describe('a proof is none of ours', () => {
  test.each<[string, JsonObject]>([
    ['for another amount', { amount: '5.01' }],
    ['for another currency', { currency: 'EUR' }],
    ['of another reference', { from: { ocid: 200, reference: 'pay_unknown' } }],
    ['of no reference', { from: { ocid: 200 } }],
    ['from somebody else', { from: { ocid: 201, reference: 'x' } }],
    ['to somebody else', { to: { ocid: 301, reference: 'x' } }],
    ['by another issuer', { issuer: 4711 }],
  ])('when it is %s', async (_, change) => {
    house.script('/transfer/create', doAndDrop)
    await lab.pay(page, ada)
    expect(await tell(proofOf(change))).toBe('not_ours')
    expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(UNKNOWN)')
    expect(await countOf('proofs', `payment_id = '${page.paymentId}'`)).toBe(0)
  })

  test('when another house signed it, with our reference', async () => {
    const other = await lab.house()
    house.script('/transfer/create', doAndDrop)
    await lab.pay(page, ada)
    expect(await tell(proofOf({ issuer: other.ocid }), other)).toBe('not_ours')
    expect(await tell(proofOf({}, house), other)).toBe('not_ours')
  })

  test('when it was changed after signing', async () => {
    house.script('/transfer/create', doAndDrop)
    await lab.pay(page, ada)
    const { proof, signature } = proofOf()
    expect(await tell({ proof: { ...proof, memo: 'other' }, signature })).toBe('not_ours')
  })

  test('when the call that it would answer was never made', async () => {
    await lab.begin(page, ada, 'a process that has not called yet')
    const from = { ocid: 200, reference: page.paymentId }
    const terms = { to: { ocid: 300, reference: page.orderId }, amount: '5.00', currency: 'USD', timestamp: 1 }
    expect(await tell(signed({ txid: 'tx_early', issuer: house.ocid, from, ...terms }, house.signer))).toBe('not_ours')
  })

  test('when its txid stands for another payment; a settlement at the operator’s stays there', async () => {
    const other = await lab.page([house.ocid])
    await lab.pay(other, await makePayer())
    const txid = String((await settlementsOf(other))[0]?.steps[0]?.proofTxid)
    house.script('/transfer/create', doAndSay(500, ''), 2)
    await lab.pay(page, ada)
    await passTime(page, 3 * 86_400)
    await lab.resolve(house)
    expect(await tell(proofOf({ txid }))).toBe('not_ours')
    expect(await standingOf(page)).toBe('PENDING open, PENDING, NEEDS_OPERATOR(UNKNOWN)')
  })
})

describe('money that left our reserve for nothing is kept in sight', () => {
  const losses = () => countOf('transfers', `payment_id = '${page.paymentId}' AND reason = 'RESERVE_LOSS'`)

  async function expectLoss(): Promise<void> {
    expect(await losses()).toBe(1)
    expect(await suspense()).toBe(suspended - 500)
    expect(await countOf('proofs', `payment_id = '${page.paymentId}' AND NOT settles`)).toBe(1)
    const [id] = (await settlementsOf(page)).map((settlement) => settlement.id)
    const [entry] = await sql(
      `SELECT details FROM audit_entries WHERE action = 'settlement.stray-proof' AND subject = '${id}'`,
    )
    expect(entry?.details).toContain('"isBooked":true')
  }

  test('when a provider proves what it had refused', async () => {
    house.script('/transfer/create', (_, __, deed, say) => {
      deed()
      say({ status: 402, body: '{"error":{"code":"INSUFFICIENT_FUNDS"}}' })
    })
    await lab.pay(page, ada)
    expect(await standingOf(page)).toBe('FAILED closed, VOIDED, ABANDONED(REFUSED)')
    expect(await tell(proofOf())).toBe('resolved')
    expect(await reserveAt(house)).toEqual({ balance: 500, held: 0 })
    expect(await standing(ada.walletId)).toEqual({ balance: 1000n, held: 0n })
    await expectLoss()
    expect(await tell(proofOf())).toBe('repeat')
    await expectLoss()
  })

  test('when it comes after the operator has given the payment up', async () => {
    house.script('/transfer/create', doAndSay(500, ''), 2)
    await lab.pay(page, ada)
    await passTime(page, 3 * 86_400)
    await lab.resolve(house)
    const [id] = (await settlementsOf(page)).map((settlement) => settlement.id)
    await inTransaction((tx) => giveUpSettlement(tx, id ?? '', { reason: 'they say no', isReserveSpent: false }))
    expect(await standingOf(page)).toMatch(/^FAILED closed, VOIDED, GIVEN_UP/)
    expect(await tell(proofOf())).toBe('resolved')
    await expectLoss()
  })

  test('when a provider does the same transfer twice, under another txid', async () => {
    await lab.pay(page, ada)
    expect(await tell(proofOf({ txid: 'tx_a_second_time' }))).toBe('resolved')
    expect(await standingOf(page)).toBe(settled.replace('POSTED', 'POSTED+POSTED'))
    expect(await reserveAt(house)).toEqual({ balance: 0, held: 0 })
    await expectLoss()
  })

  test('also when what is left of the reserve is promised to others: then the proof alone is kept, for the operator', async () => {
    house.script('/transfer/create', (_, __, deed, say) => {
      deed()
      say({ status: 402, body: '{"error":{"code":"INSUFFICIENT_FUNDS"}}' })
    })
    await lab.pay(page, ada)
    const proof = proofOf()
    house.script('/transfer/create', justHang)
    await lab.pay(await lab.page([house.ocid], { amount: '9.00' }), await makePayer(), lab.hasty)
    expect(await tell(proof)).toBe('resolved')
    expect(await losses()).toBe(0)
    expect(await countOf('proofs', `payment_id = '${page.paymentId}' AND NOT settles`)).toBe(1)
    const [entry] = await sql(
      "SELECT details FROM audit_entries WHERE action = 'settlement.stray-proof' ORDER BY id DESC LIMIT 1",
    )
    expect(entry?.details).toContain('"isBooked":false')
  })

  test('and the merchant who was paid by another way in the meantime is paid once by us', async () => {
    const second = await lab.house({ reserve: 900n })
    page = await lab.page([house.ocid, second.ocid])
    house.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'))
    await lab.pay(page, ada)
    const from = { ocid: 200, reference: page.paymentId }
    const terms = { to: { ocid: 300, reference: page.orderId }, amount: '5.00', currency: 'USD', timestamp: 1 }
    expect(await tell(signed({ txid: 'tx_stray', issuer: house.ocid, from, ...terms }, house.signer))).toBe('resolved')
    expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
    expect([(await reserveAt(house)).balance, (await reserveAt(second)).balance]).toEqual([500, 400])
    await expectLoss()
  })
})
