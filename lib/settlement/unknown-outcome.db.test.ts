import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { expireCheckouts } from '@/lib/checkout/expire-checkouts'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { answerSigned, answerWith } from '@/lib/webhooks/testing/receiver'
import { doAndDrop, doAndHang, doAndSay, type House, justHang, refuse, type Script } from './testing/house'
import { makePayer, type Payer } from './testing/pay-lab'
import {
  createSettleLab,
  type Page,
  passTime,
  reserveAt,
  type SettleLab,
  settlementsOf,
  standingOf,
} from './testing/settle-lab'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: SettleLab
let house: House
let page: Page
let ada: Payer

beforeAll(async () => {
  lab = await createSettleLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

/** A provider with our reserve that answers the transfer by the script, and a person who pays through it. */
async function payThrough(script: Script, times = 1, as = lab.hasty) {
  house = await lab.house({ reserve: 1000n })
  house.script('/transfer/create', script, times)
  ;[page, ada] = [await lab.page([house.ocid]), await makePayer()]
  return lab.pay(page, ada, as)
}

const held = 'PENDING open, PENDING, ACTIVE(UNKNOWN)'
const underWay = { ok: true, value: { isPaid: false } }

async function expectHeld(): Promise<void> {
  expect(await standingOf(page)).toBe(held)
  expect(await standing(ada.walletId)).toEqual({ balance: 1000n, held: 500n })
  expect(await reserveAt(house)).toEqual({ balance: 1000, held: 500 })
}

/** The provider is asked again, with the same reference and the same bytes, and has done it once. */
async function expectSettledByRepeat(): Promise<void> {
  await passTime(page, 60)
  await lab.resolve(house)
  expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery')
  const bodies = house.bodies('/transfer/create')
  expect(bodies.length).toBeGreaterThan(1)
  expect(new Set(bodies).size).toBe(1)
  expect(house.deeds).toEqual([`/transfer/create ${page.paymentId}`])
  expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
  expect(await reserveAt(house)).toEqual({ balance: 500, held: 0 })
}

const slowBody: Script = (response, _, deed) => {
  const { body } = deed()
  response.writeHead(200).write(body.slice(0, 10))
}

describe('the money stays held, and a repeat settles the payment, when the provider does what was asked and', () => {
  test.each<[string, Script]>([
    ['never answers', doAndHang],
    ['drops the connection', doAndDrop],
    ['sends its answer too slowly', slowBody],
    ['answers 500', doAndSay(500, '{"error":{"code":"INTERNAL_ERROR","message":""}}')],
    ['answers 503 in a form of its own', doAndSay(503, '<html>')],
    ['redirects', doAndSay(302, '', { location: '/elsewhere' })],
    ['answers garbage', doAndSay(200, 'fine')],
    ['answers nothing', doAndSay(200, '')],
    ['answers with a megabyte', doAndSay(200, ' '.repeat(1_000_000))],
    ['answers packed', doAndSay(200, 'x', { 'content-encoding': 'gzip' })],
    ['refuses without saying why', doAndSay(400, 'no')],
    [
      'says that something else was done under this reference',
      doAndSay(409, '{"error":{"code":"ORDER_CONFLICT","message":""}}'),
    ],
    ['says that it has seen this nonce', doAndSay(401, '{"error":{"code":"NONCE_REUSED","message":""}}')],
    ['says that it has not finished', doAndSay(202, '{"status":"pending"}')],
    [
      'gives a proof without a signature',
      (response, request, deed) =>
        answerWith(200, JSON.stringify({ proof: JSON.parse(deed().body).proof }))(response, request),
    ],
    [
      'answers with a signature of somebody else',
      (response, request, deed) => answerSigned(house.ocid, testPerson('thief').signer, deed().body)(response, request),
    ],
    [
      'signs another answer',
      (response, request, deed) => answerSigned(house.ocid, house.signer, deed().body, '{}')(response, request),
    ],
    [
      'answers in the name of another',
      (response, request, deed) => answerSigned(4711, house.signer, deed().body)(response, request),
    ],
  ])('%s', async (_, script) => {
    expect(await payThrough(script)).toMatchObject(underWay)
    await expectHeld()
    await expectSettledByRepeat()
  })
})

test('the same when it got the call and did nothing before it fell silent: the repeat is the first that it does', async () => {
  await payThrough(justHang)
  await expectHeld()
  await expectSettledByRepeat()
})

describe('while the outcome is unknown', () => {
  test('the payer who presses again, or opens it in another tab, moves nothing', async () => {
    await payThrough(doAndDrop)
    const again = await Promise.all([1, 2, 3].map(() => lab.pay(page, ada)))
    for (const outcome of again) expect(outcome).toMatchObject(underWay)
    expect(house.bodies('/transfer/create')).toHaveLength(1)
    await expectHeld()
    await expectSettledByRepeat()
  })

  test('nobody else can pay, neither on this page nor on another gateway’s page of the same order', async () => {
    await payThrough(doAndDrop)
    const twin = await lab.page([200], { id: page.orderId }, 101)
    const ben = await makePayer()
    expect(await lab.pay(page, ben)).toEqual({ ok: false, error: 'ALREADY_PAID' })
    expect(await lab.pay(twin, ben)).toEqual({ ok: false, error: 'ALREADY_PAID' })
    expect(await standing(ben.walletId)).toEqual({ balance: 1000n, held: 0n })
    await expectSettledByRepeat()
    expect(await lab.pay(twin, ben)).toEqual({ ok: false, error: 'ALREADY_PAID' })
  })

  test('neither a cancellation nor the end of its time ends it', async () => {
    await payThrough(doAndDrop)
    expect(await cancelCheckout(page.sessionId, null)).toMatchObject({ isCancelled: false })
    await sql(`UPDATE payments SET expires_at = now() - interval '1 hour' WHERE id = '${page.paymentId}'`)
    await expireCheckouts()
    await expectHeld()
    await expectSettledByRepeat()
  })

  test('the held money cannot be spent on something else', async () => {
    await payThrough(doAndDrop)
    const other = await lab.page([200], { amount: '5.01' })
    expect(await lab.pay(other, ada)).toEqual({ ok: false, error: 'INSUFFICIENT_FUNDS' })
    await expectSettledByRepeat()
  })
})

describe('a refusal that comes after a call of which nothing is known', () => {
  test.each([
    ['at once', 10],
    ['as long as that call can still be carried out', 590],
  ])('is not believed %s', async (_, seconds) => {
    await payThrough(doAndDrop)
    house.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'))
    await passTime(page, seconds)
    await lab.resolve(house)
    await expectHeld()
    await expectSettledByRepeat()
  })

  test('is believed once that call can no longer be carried out: the payer has his money back', async () => {
    await payThrough(justHang)
    house.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'), 9)
    await passTime(page, 610)
    await lab.resolve(house)
    expect(await standingOf(page)).toBe('FAILED closed, VOIDED, ABANDONED(REFUSED)')
    expect(await standing(ada.walletId)).toEqual({ balance: 1000n, held: 0n })
  })

  test.each(['FORBIDDEN', 'UNKNOWN_OCID', 'CONNECTION_REFUSED', 'RATE_LIMITED'])(
    'is never believed when it is %s, which is said without a look at the reference',
    async (code) => {
      await payThrough(doAndDrop)
      house.script('/transfer/create', refuse(403, code))
      await passTime(page, 100_000)
      await lab.resolve(house)
      await expectHeld()
      await expectSettledByRepeat()
    },
  )

  test('is not believed within 600 seconds of the last call of which nothing is known, however old the first', async () => {
    await payThrough(justHang)
    house.script('/transfer/create', justHang)
    await passTime(page, 610)
    const [settlement] = await settlementsOf(page)
    expect(settlement?.state).toBe('ACTIVE')
    await lab.resolveHastily(house)
    house.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'))
    await passTime(page, 300)
    await lab.resolve(house)
    await expectHeld()
    await expectSettledByRepeat()
  })
})

describe('a call that named its transaction', () => {
  const named: Script = (response, request, deed) => {
    const { txid } = JSON.parse(deed().body)
    answerWith(202, JSON.stringify({ status: 'pending', txid }))(response, request)
  }

  test('is asked for by that name before it is repeated', async () => {
    await payThrough(named)
    await expectHeld()
    await passTime(page, 60)
    await lab.resolve(house)
    expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery')
    expect(house.bodies('/verify')).toHaveLength(1)
    expect(house.bodies('/transfer/create')).toHaveLength(1)
  })

  test.each<[string, Script]>([
    [
      'does not know the name',
      (response, request) => answerWith(404, '{"error":{"code":"TXID_NOT_FOUND","message":""}}')(response, request),
    ],
    [
      'gives a proof that does not hold',
      (response, request, deed) => answerWith(200, deed().body.replace('"5.00"', '"5.01"'))(response, request),
    ],
    ['drops the connection', (response) => void response.destroy()],
  ])('is repeated when its peer %s', async (_, script) => {
    await payThrough(named)
    house.script('/verify', script, 2)
    await expectSettledByRepeat()
  })
})

describe('after the money has moved', () => {
  async function payThroughTwo(script: Script, times = 1) {
    house = await lab.house({ reserve: 1000n })
    const gate = await lab.house({ accepts: [house.ocid] })
    gate.script('/payment/settle', script, times)
    ;[page, ada] = [await lab.page([gate.ocid]), await makePayer()]
    expect(await lab.pay(page, ada, lab.hasty)).toMatchObject(underWay)
    return gate
  }

  test.each(['PAYMENT_EXPIRED', 'ISSUER_NOT_ACCEPTED', 'PAYMENT_NOT_FOUND', 'INVALID_STATE'])(
    'a gateway that refuses its proof with %s does not get it undone: it is asked again, for days',
    async (code) => {
      const gate = await payThroughTwo(refuse(400, code), 2)
      expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(DONE DONE UNKNOWN)')
      await passTime(page, 100_000)
      await lab.resolve(gate)
      expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(DONE DONE UNKNOWN)')
      await passTime(page, 20_000)
      await lab.resolve(gate)
      expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE DONE DONE), 1 delivery')
      expect(new Set(gate.bodies('/payment/settle')).size).toBe(1)
      expect(house.deeds).toHaveLength(1)
    },
  )

  test('a settlement whose answer was lost is found by its txid, and not settled twice', async () => {
    const gate = await payThroughTwo(doAndDrop)
    await passTime(page, 60)
    await lab.resolve(gate)
    expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE DONE DONE), 1 delivery')
    expect(gate.bodies('/payment/settle')).toHaveLength(1)
    expect(gate.bodies('/verify')).toHaveLength(1)
  })
})

test('after three days without a result it is the operator’s, with the reason, and nothing is tried by itself any more', async () => {
  await payThrough(justHang)
  await passTime(page, 3 * 86_400)
  house.script('/transfer/create', doAndSay(500, ''))
  await lab.resolve(house)
  expect(await standingOf(page)).toBe('PENDING open, PENDING, NEEDS_OPERATOR(UNKNOWN)')
  const [settlement] = await settlementsOf(page)
  expect(settlement).toMatchObject({ reason: expect.stringContaining('it answered 500'), leaseOwner: null })
  expect(settlement?.steps).toMatchObject([{ nextAt: null }])
  const calls = house.received.length
  await lab.resolve(house)
  expect(house.received).toHaveLength(calls)
})

test('a provider that has changed its key sixty times since hands out its old proof, which holds under a key that we saw it with', async () => {
  await payThrough(doAndDrop)
  house.signer = lab.peers.put(house.ocid, 'a new key', { endpoint: house.endpoint })
  await passTime(page, 60)
  await lab.resolve(house)
  expect(await standingOf(page)).toBe(held)
  // The proof was signed before the key was changed, and is handed out as it stands: the old key must have been seen.
  const since = Array.from({ length: 60 }, (_, index) => {
    const seenAt = `now() + interval '${index + 1} minutes'`
    return `(${house.ocid}, '${testPerson(`key ${index}`).key.hex}', ${seenAt}, ${seenAt})`
  })
  const old = `(${house.ocid}, '${testPerson(`house ${house.ocid}`).key.hex}', now(), now())`
  await sql(
    `INSERT INTO key_sightings (ocid, public_key, first_seen_at, last_seen_at) VALUES ${[old, ...since].join(', ')}`,
  )
  await expectSettledByRepeat()
})
