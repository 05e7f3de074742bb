import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { nowSeconds } from '@/lib/checkout/testing/make-checkout'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { notePeerFailure } from '@/lib/providers/peer-health-store'
import type { GuardedFetch } from '@/lib/registry/guarded-fetch'
import { answerWith } from '@/lib/webhooks/testing/receiver'
import { giveUpSettlement } from './give-up-settlement'
import { resolvePeer } from './resolve-peer'
import { doAndDrop, doAndSay, type House, justHang, refuse, type Script, signed } from './testing/house'
import { makePayer } from './testing/pay-lab'
import { createSettleLab, passTime, reserveAt, type SettleLab, settlementsOf, standingOf } from './testing/settle-lab'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: SettleLab

beforeAll(async () => {
  lab = await createSettleLab()
})

afterAll(async () => {
  expect(await checkLedger()).toEqual([])
  await lab.close()
})

const waitsUntil =
  (expiresAt: unknown): Script =>
  (_, __, deed, say) => {
    const { status, body } = deed()
    say({ status, body: JSON.stringify({ ...JSON.parse(body), expiresAt }) })
  }

const closable = (fetch: (...asked: Parameters<GuardedFetch>) => ReturnType<GuardedFetch>): GuardedFetch =>
  Object.assign(fetch, { close: lab.us.fetch.close })

/** A provider with our reserve, and a gateway that takes its proofs. */
async function twoHouses(reserve = 1000n): Promise<{ readonly provider: House; readonly gate: House }> {
  const provider = await lab.house({ reserve })
  return { provider, gate: await lab.house({ accepts: [provider.ocid] }) }
}

test('our reserve is not sent to a payment that its gateway does not wait for any more, and the payer has his money back', async () => {
  const { provider, gate } = await twoHouses()
  gate.script('/payment/create', waitsUntil(nowSeconds() + 20))
  const [page, ada] = [await lab.page([gate.ocid]), await makePayer()]
  expect(await lab.pay(page, ada)).toEqual({ ok: false, error: 'PROVIDER_UNREACHABLE' })
  expect(provider.bodies('/transfer/create')).toEqual([])
  expect(await standingOf(page)).toBe('PENDING open, VOIDED, ABANDONED(DONE REFUSED PLANNED)')
  expect(await reserveAt(provider)).toEqual({ balance: 1000, held: 0 })
  expect(await lab.pay(page, ada)).toMatchObject({ ok: true, value: { isPaid: true } })
})

test.each([
  ['no moment', undefined],
  ['no number', 'tomorrow'],
  ['a moment that no calendar has', 9e15],
])('a gateway that waits until %s counts as one that waits for the usual hour', async (_, expiresAt) => {
  const { gate } = await twoHouses()
  gate.script('/payment/create', waitsUntil(expiresAt))
  const [page, ada] = [await lab.page([gate.ocid]), await makePayer()]
  expect(await lab.pay(page, ada)).toMatchObject({ ok: true, value: { isPaid: true } })
  const [row] = await sql(`SELECT extract(epoch FROM t.peer_expires_at - now())::int AS seconds FROM settlement_steps t
    JOIN settlements s ON s.id = t.settlement_id WHERE s.payment_id = '${page.paymentId}' AND t.ordinal = 0`)
  expect(Math.abs(Number(row?.seconds) - 3600)).toBeLessThan(60)
})

test('a gateway that stops waiting at once is left, not the provider that others reach through the same reserve', async () => {
  const provider = await lab.house({ reserve: 1000n })
  const gates = [1, 2, 3].map(() => lab.house({ accepts: [provider.ocid] }))
  const [first, second, third] = await Promise.all(gates)
  const ocids = [first, second, third].map((gate) => gate?.ocid ?? 0).sort()
  const [page, ada] = [await lab.page(ocids), await makePayer()]
  // Whichever are asked first: two stop waiting at once, and the third is well.
  let hasty = 2
  for (const gate of [first, second, third]) {
    gate?.script('/payment/create', (response, request, deed, say) => {
      const script: Script = hasty-- > 0 ? waitsUntil(nowSeconds() + 20) : (_, __, honest, tell) => tell(honest())
      script(response, request, deed, say)
    })
  }
  expect(await lab.pay(page, ada)).toMatchObject({ ok: true, value: { isPaid: true } })
  const tried = (await settlementsOf(page)).map(({ path }) => JSON.parse(String(path))[0])
  expect(tried.sort()).toEqual(ocids)
})

test('a process that dies when it has seen that it is too late leaves a payment that is given up, not one that may have been made', async () => {
  const { provider, gate } = await twoHouses()
  gate.script('/payment/create', waitsUntil(nowSeconds() + 20))
  const [page, ada] = [await lab.page([gate.ocid]), await makePayer()]
  // What looks for another way is the first to fail after the call is on record.
  const peer = async (ocid: number) => {
    if ((await standingOf(page)).includes('DONE CALLED')) throw new Error('the process dies here')
    return lab.us.registry.peer(ocid)
  }
  await lab.pay(page, ada, { ...lab.us, registry: { ...lab.us.registry, peer } })
  expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(DONE CALLED PLANNED)')
  await passTime(page, 60)
  await lab.resolve(provider)
  expect(await standingOf(page)).toBe('PENDING open, VOIDED, ABANDONED(DONE REFUSED PLANNED)')
  expect(provider.received).toEqual([])
})

/** A payment whose transfer was carried out, whose answer was lost, and which its gateway does not wait for any more. */
async function lostAndExpired(isExpired = true, among?: { readonly provider: House; readonly gate: House }) {
  const houses = among ?? (await twoHouses(10_000n))
  houses.provider.script('/transfer/create', doAndDrop)
  const [page, ada] = [await lab.page([houses.gate.ocid]), await makePayer()]
  await lab.pay(page, ada)
  await sqlWithoutGuards(
    `UPDATE settlement_steps SET peer_expires_at = now() + interval '${isExpired ? '-1 second' : '1 day'}' WHERE kind = 'PAYMENT_CREATE' AND settlement_id IN (SELECT id FROM settlements WHERE payment_id = '${page.paymentId}')`,
  )
  await passTime(page, 7200)
  const [settlement] = await settlementsOf(page)
  return { ...houses, page, txid: String(settlement?.steps[0]?.peerTxid) }
}

test('a transfer of which nobody knows is not repeated once what it would pay has expired, and the money stays held', async () => {
  const { provider, page } = await lostAndExpired()
  await lab.resolve(provider)
  expect(provider.bodies('/transfer/create')).toHaveLength(1)
  expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(DONE UNKNOWN PLANNED)')
  expect((await settlementsOf(page))[0]?.steps[1]?.failure).toContain('does not wait for this payment any more')
})

/** The gateway says, when it is asked, that it was paid and has paid the merchant: in a proof with these changes. */
function provesReceipt({ gate, page, txid }: Awaited<ReturnType<typeof lostAndExpired>>, changes: object = {}): void {
  const [from, to] = [{ ocid: 200 }, { ocid: page.merchantOcid, reference: page.orderId }]
  const terms = { from, to, amount: '5.00', currency: 'USD', timestamp: nowSeconds() }
  const proof = { txid, issuer: gate.ocid, ...terms, ...changes }
  const body = JSON.stringify({ status: 'completed', txid, ...signed(proof, gate.signer) })
  gate.script('/verify', (_, __, ___, say) => say({ status: 200, body }), 9)
}

test('the same is repeated when whoever waited proves that it got the money: its merchant was paid, and the payer is debited', async () => {
  const lost = await lostAndExpired()
  provesReceipt(lost)
  await lab.resolve(lost.provider, lost.gate)
  expect(lost.provider.deeds).toHaveLength(1)
  expect(await standingOf(lost.page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE DONE DONE), 1 delivery')
  expect(await reserveAt(lost.provider)).toEqual({ balance: 9500, held: 0 })
})

test.each<[string, object]>([
  ['for another order', { to: { ocid: 300, reference: 'another' } }],
  ['over less', { amount: '4.99' }],
  ['of another issuer', { issuer: 300 }],
])('and is not repeated for a proof %s', async (_, changes) => {
  const lost = await lostAndExpired()
  provesReceipt(lost, changes)
  await lab.resolve(lost.provider)
  expect(lost.provider.bodies('/transfer/create')).toHaveLength(1)
  expect(await standingOf(lost.page)).toBe('PENDING open, PENDING, ACTIVE(DONE UNKNOWN PLANNED)')
})

test('a gateway that is silent when it is asked about transfers keeps waiting nobody who waits for their provider', async () => {
  const lost = await lostAndExpired()
  const others = [await lostAndExpired(true, lost), await lostAndExpired(true, lost), await lostAndExpired(true, lost)]
  lost.gate.script('/verify', justHang, 9)
  await passTime(lost.page, 7200)
  for (const { page } of others) await passTime(page, 7200)
  await lab.resolveHastily(lost.provider)
  const asked = lost.gate.received.map(({ path }) => path).filter((path) => path.includes('/verify/'))
  expect(new Set(asked).size).toBe(1)
  for (const { page } of [lost, ...others]) {
    expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(DONE UNKNOWN PLANNED)')
  }
})

describe('a provider that refuses the repeat for want of what it took the first time is not believed', () => {
  test.each([
    ['after', true],
    ['before', false],
  ])('%s its gateway has stopped waiting, when that proves that it was paid', async (_, isExpired) => {
    const lost = await lostAndExpired(isExpired)
    provesReceipt(lost)
    lost.provider.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'), 9)
    await lab.resolve(lost.provider)
    expect(await standingOf(lost.page)).toBe('PENDING open, PENDING, ACTIVE(DONE UNKNOWN PLANNED)')
    const [settlement] = await settlementsOf(lost.page)
    expect(settlement?.steps[1]?.failure).toBe(
      'INSUFFICIENT_FUNDS as it was scripted; but whoever it pays proves that it was paid',
    )
  })

  test.each<[string, (lost: Awaited<ReturnType<typeof lostAndExpired>>) => Promise<unknown>]>([
    ['is silent', async ({ gate }) => gate.script('/verify', justHang, 9)],
    ['stumbles', async ({ gate }) => gate.script('/verify', doAndSay(503, '{}'), 9)],
    ['is too busy', async ({ gate }) => gate.script('/verify', refuse(429, 'RATE_LIMITED'), 9)],
    ['cannot be asked such things', async ({ gate }) => gate.script('/verify', refuse(404, 'NOT_FOUND'), 9)],
    ['gives no JSON', async ({ gate }) => gate.script('/verify', doAndSay(200, 'no'), 9)],
    [
      'answers under another key',
      async ({ gate }) => {
        gate.script('/verify', (_, __, ___, say) => say({ status: 200, body: '{"status":"pending"}' }), 9)
        gate.signer = testPerson('somebody else').signer
      },
    ],
    ['proves something else', async (lost) => provesReceipt(lost, { amount: '4.99' })],
    ['rests', ({ gate }) => notePeerFailure(gate.ocid, 'TIMEOUT')],
    ['cannot be found', async ({ gate }) => lab.peers.remove(gate.ocid)],
  ])('when whoever it pays %s', async (_, silence) => {
    const lost = await lostAndExpired(false)
    lost.provider.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'), 9)
    await silence(lost)
    await lab.resolveHastily(lost.provider)
    expect(await standingOf(lost.page)).toBe('PENDING open, PENDING, ACTIVE(DONE UNKNOWN PLANNED)')
    const [settlement] = await settlementsOf(lost.page)
    expect(settlement?.steps[1]?.failure).toContain('whoever it pays could not be asked whether it was paid')
  })

  test.each<[string, Script]>([
    ['does not know the payment', refuse(404, 'TXID_NOT_FOUND')],
    ['still waits for it', (_, __, ___, say) => say({ status: 200, body: '{"status":"pending"}' })],
  ])('and is, when whoever it pays %s', async (_, script) => {
    const lost = await lostAndExpired(false)
    lost.gate.script('/verify', script, 9)
    lost.provider.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'), 9)
    await lab.resolve(lost.provider)
    expect(await standingOf(lost.page)).toMatch(/VOIDED, ABANDONED/)
  })
})

test('a call that leaves long after it was put on record is dated as it was: no peer carries it out when we do not count with it any more', async () => {
  const house = await lab.house({ reserve: 1000n })
  const [page, ada] = [await lab.page([house.ocid]), await makePayer()]
  const startedAt = nowSeconds()
  // The process stands still between the record and the call.
  const later = vi.spyOn(Date, 'now')
  const fetch = (...asked: Parameters<GuardedFetch>) => {
    later.mockRestore()
    return lab.us.fetch(...asked)
  }
  const peer = async (ocid: number) => {
    const [settlement] = await settlementsOf(page)
    if (ocid === house.ocid && settlement) later.mockReturnValue((startedAt + 700) * 1000)
    return lab.us.registry.peer(ocid)
  }
  await lab.pay(page, ada, { ...lab.us, registry: { ...lab.us.registry, peer }, fetch: closable(fetch) })
  const [call] = house.received.filter(({ path }) => path.endsWith('/transfer/create'))
  expect(Number(call?.headers['x-oc-timestamp']) - startedAt).toBeLessThan(10)
})

test('while a provider says that a transfer is under way it is not asked again, so that no refusal of a repeat counts', async () => {
  const house = await lab.house({ reserve: 1000n })
  house.script('/transfer/create', (response, request, deed) => {
    const { txid } = JSON.parse(deed().body)
    answerWith(202, JSON.stringify({ status: 'pending', txid }))(response, request)
  })
  const pending: Script = (response, request) => answerWith(200, '{"status":"pending","txid":"x"}')(response, request)
  house.script('/verify', pending, 2)
  house.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'), 9)
  const [page, ada] = [await lab.page([house.ocid]), await makePayer()]
  await lab.pay(page, ada)
  for (let look = 1; look <= 2; look++) {
    await passTime(page, 7200)
    await lab.resolve(house)
    expect(house.bodies('/verify')).toHaveLength(look)
    expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(UNKNOWN)')
  }
  expect(house.bodies('/transfer/create')).toHaveLength(1)
  await passTime(page, 7200)
  await lab.resolve(house)
  expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery')
})

test('a proof that comes back after the settlement was given up meanwhile is kept, and booked as what we have lost', async () => {
  const house = await lab.house({ reserve: 1000n })
  house.script('/transfer/create', doAndSay(500, ''))
  const [page, ada] = [await lab.page([house.ocid]), await makePayer()]
  await lab.pay(page, ada)
  const [stuck] = await settlementsOf(page)
  const id = String(stuck?.id)
  await passTime(page, 7200)
  const fetch = async (...asked: Parameters<GuardedFetch>) => {
    const answer = await lab.us.fetch(...asked)
    if (!String(asked[0]).endsWith('/transfer/create')) return answer
    await sql(`UPDATE settlements SET leased_until = now() - interval '1 second' WHERE id = '${id}'`)
    const given = await inTransaction((tx) =>
      giveUpSettlement(tx, id, { reason: 'the payer waits', isReserveSpent: false }),
    )
    expect(given.ok).toBe(true)
    return answer
  }
  await resolvePeer({ ...lab.us, fetch: closable(fetch) }, house.ocid)
  expect(await standingOf(page)).toMatch(/^FAILED closed, VOIDED\+POSTED, GIVEN_UP/)
  expect(await standing(ada.walletId)).toMatchObject({ balance: 1000n })
  expect(await reserveAt(house)).toEqual({ balance: 500, held: 0 })
  const [audit] = await sql(
    `SELECT details FROM audit_entries WHERE action = 'settlement.stray-proof' AND subject = '${id}'`,
  )
  expect(String(audit?.details)).toContain('"isLoss":true,"isBooked":true')
})
