import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { countOf, sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { newOcid } from '@/lib/ledger/testing/make-account'
import { listFailingPeers, notePeerFailure } from '@/lib/providers/peer-health-store'
import { giveUpSettlement } from './give-up-settlement'
import { wakePeer } from './live-settlement-store'
import { requeueLostSettlements, resolvePeer } from './resolve-peer'
import { doAndDrop, doAndSay, type House, refuse } from './testing/house'
import { makePayer } from './testing/pay-lab'
import { createSettleLab, type Page, passTime, type SettleLab, settlementsOf, standingOf } from './testing/settle-lab'

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

const settled = /^SUCCEEDED closed, POSTED, SETTLED/

/** So many payments through one house whose processes died at once: all of them are due. */
async function dueAt(house: House, count: number): Promise<Page[]> {
  const pages: Page[] = []
  for (let made = 0; made < count; made++) {
    const page = await lab.page([house.ocid])
    await lab.begin(page, await makePayer(), 'a process that died')
    pages.push(page)
  }
  await makeDue(house)
  return pages
}

/** As if every pause with this house were over. */
async function makeDue({ ocid }: { readonly ocid: number }): Promise<void> {
  const mine = `(SELECT settlement_id FROM settlement_steps WHERE peer_ocid = ${ocid})`
  await sql(
    `UPDATE settlement_steps SET next_attempt_at = now() - interval '1 second' WHERE peer_ocid = ${ocid} AND next_attempt_at IS NOT NULL`,
    `UPDATE settlements SET lease_owner = NULL, leased_until = NULL WHERE id IN ${mine} AND state = 'ACTIVE'`,
    `UPDATE peer_health SET retry_at = now() - interval '1 second' WHERE ocid = ${ocid}`,
  )
}

const jobsOf = ({ ocid }: { readonly ocid: number }) =>
  sql(`SELECT run_at AS at, task_identifier AS task, priority, extract(epoch FROM run_at - now())::float8 AS "inSeconds" FROM graphile_worker.jobs
    WHERE key = 'resolve:${ocid}'`)

describe('a peer that is dead', () => {
  test('costs one call per pause, however many payments wait for it, and each pause is longer', async () => {
    const house = await lab.house({ reserve: 100_000n })
    await dueAt(house, 25)
    await lab.silence(house)
    const pauses: number[] = []
    for (let look = 0; look < 4; look++) {
      await resolvePeer(lab.us, house.ocid)
      const [failing] = await listFailingPeers([house.ocid])
      pauses.push((failing?.retryAt.getTime() ?? 0) - Date.now())
      expect(failing?.failureCount).toBe(look + 1)
      // Until the pause is over, nobody is asked.
      await resolvePeer(lab.us, house.ocid)
      expect((await listFailingPeers([house.ocid]))[0]?.failureCount).toBe(look + 1)
      await sql(`UPDATE peer_health SET retry_at = now() - interval '1 second' WHERE ocid = ${house.ocid}`)
    }
    for (const [look, ms] of pauses.entries()) {
      const wanted = 2 ** (look + 1) * 1000
      expect(ms).toBeGreaterThan(wanted - 1500)
      expect(ms).toBeLessThanOrEqual(wanted + 1)
    }
  })

  test('waits for workers that have nothing to do with those that are well, until it is worth asking', async () => {
    const house = await lab.house({ reserve: 10_000n })
    house.script('/transfer/create', doAndDrop, 9)
    const page = await lab.page([house.ocid])
    await lab.pay(page, await makePayer())
    // The look that was planned when the payment began has come: it plans the next one.
    await sql(`DELETE FROM graphile_worker._private_jobs WHERE key = 'resolve:${house.ocid}'`)
    await resolvePeer(lab.us, house.ocid)
    const [job] = await jobsOf(house)
    expect(job).toMatchObject({ task: 'resolve-failing', priority: 1 })
    const [failing] = await listFailingPeers([house.ocid])
    expect(Number(job?.at)).toBeGreaterThanOrEqual(failing?.retryAt.getTime() ?? 0)
  })

  test('that comes back is asked for all of them, one after the other until none is left', async () => {
    const house = await lab.house({ reserve: 100_000n })
    const pages = await dueAt(house, 45)
    house.script('/transfer/create', doAndDrop)
    await resolvePeer(lab.us, house.ocid)
    expect(house.received).toHaveLength(1)
    await makeDue(house)
    const looks: number[] = []
    while ((await countOf('settlement_steps', `peer_ocid = ${house.ocid} AND next_attempt_at IS NOT NULL`)) > 0) {
      await resolvePeer(lab.us, house.ocid)
      looks.push(house.deeds.length)
    }
    expect(looks.length).toBeLessThanOrEqual(4)
    expect(house.deeds).toHaveLength(45)
    for (const page of pages) expect(await standingOf(page)).toMatch(settled)
    expect(await listFailingPeers([house.ocid])).toEqual([])
  })

  test('for three days hands every payment that waits for it to the operator, without a call for each', async () => {
    const house = await lab.house({ reserve: 100_000n })
    const pages = await dueAt(house, 12)
    house.script('/transfer/create', doAndDrop, 99)
    await resolvePeer(lab.us, house.ocid)
    for (const page of pages) await passTime(page, 3 * 86_400)
    await resolvePeer(lab.us, house.ocid)
    expect(house.received).toHaveLength(2)
    for (const page of pages) {
      const [settlement] = await settlementsOf(page)
      expect(settlement).toMatchObject({ state: 'NEEDS_OPERATOR', reason: expect.stringContaining('three days') })
      expect(settlement?.steps).toMatchObject([{ nextAt: null }])
    }
  })

  test('for a minute keeps only those payments waiting that it was asked for: of the others the payers choose anew', async () => {
    const house = await lab.house({ reserve: 100_000n })
    const pages = await dueAt(house, 25)
    house.script('/transfer/create', doAndDrop, 99)
    await resolvePeer(lab.us, house.ocid)
    expect(house.received).toHaveLength(1)
    await sql(`UPDATE peer_health SET failing_since = now() - interval '61 seconds' WHERE ocid = ${house.ocid}`)
    await resolvePeer(lab.us, house.ocid)
    expect(house.received).toHaveLength(1)
    const standings = await Promise.all(pages.map(standingOf))
    expect(standings.filter((standing) => standing !== 'PENDING open, VOIDED, ABANDONED(REFUSED)')).toEqual([
      expect.stringMatching(/PENDING, ACTIVE\((CALLED|UNKNOWN)\)$/),
    ])
  })

  test('for a minute is passed by where another way leads to the merchant', async () => {
    const [first, second] = [await lab.house({ reserve: 100_000n }), await lab.house({ reserve: 100_000n })]
    const page = await lab.page([first.ocid, second.ocid])
    await lab.begin(page, await makePayer(), 'a process that died')
    const [chosen] = (await settlementsOf(page))[0]?.steps ?? []
    const [asked, other] = chosen?.peer === String(first.ocid) ? [first, second] : [second, first]
    await makeDue(asked)
    // It would take the money, but is known to be silent.
    await notePeerFailure(asked.ocid, 'TIMEOUT')
    await sql(`UPDATE peer_health SET failing_since = now() - interval '61 seconds' WHERE ocid = ${asked.ocid}`)
    await resolvePeer(lab.us, asked.ocid)
    expect(await standingOf(page)).toMatch(/^SUCCEEDED closed, VOIDED\+POSTED, ABANDONED\(REFUSED\) SETTLED\(DONE\)/)
    expect([asked.received.length, other.deeds.length]).toEqual([0, 1])
  })

  test('for a minute, at the end of a longer way, is the one that is blamed, and not the gateway before it', async () => {
    const [silent, refusing, good] = [
      await lab.house({ reserve: 100_000n }),
      await lab.house({ reserve: 90_000n }),
      await lab.house({ reserve: 80_000n }),
    ]
    refusing.script('/transfer/create', refuse(402, 'INSUFFICIENT_FUNDS'), 9)
    const gate = await lab.house({ accepts: [silent.ocid, refusing.ocid, good.ocid] })
    const page = await lab.page([gate.ocid])
    const settlement = await lab.begin(page, await makePayer(), 'a process that died')
    // As when the process died between the two calls.
    await sqlWithoutGuards(
      `UPDATE settlement_steps SET state = 'DONE', body = '{}', attempt_count = 1, first_called_at = now(), last_called_at = now(), peer_txid = 'tx_waits',
        peer_expires_at = now() + interval '1 hour', next_attempt_at = NULL WHERE settlement_id = '${settlement}' AND kind = 'PAYMENT_CREATE'`,
      `UPDATE settlement_steps SET next_attempt_at = now() WHERE settlement_id = '${settlement}' AND kind = 'TRANSFER_CREATE'`,
    )
    await makeDue(silent)
    await notePeerFailure(silent.ocid, 'TIMEOUT')
    await sql(`UPDATE peer_health SET failing_since = now() - interval '61 seconds' WHERE ocid = ${silent.ocid}`)
    await resolvePeer(lab.us, silent.ocid)
    expect(silent.received).toEqual([])
    const settlements = await settlementsOf(page)
    expect(settlements.map(({ path, state }) => `${path} ${state}`)).toEqual([
      `[${gate.ocid},${silent.ocid}] ABANDONED`,
      `[${gate.ocid},${refusing.ocid}] ABANDONED`,
      `[${gate.ocid},${good.ocid}] SETTLED`,
    ])
  })

  test('for a minute is still what is waited for where the money has moved already', async () => {
    const provider = await lab.house({ reserve: 100_000n })
    const gate = await lab.house({ accepts: [provider.ocid] })
    const page = await lab.page([gate.ocid])
    provider.script('/transfer/create', doAndSay(500, ''))
    await lab.pay(page, await makePayer())
    await makeDue(provider)
    await notePeerFailure(gate.ocid, 'TIMEOUT')
    await resolvePeer(lab.us, provider.ocid)
    expect(await standingOf(page)).toMatch(/ACTIVE\(DONE DONE PLANNED\)/)
    await sql(
      `UPDATE peer_health SET failing_since = now() - interval '61 seconds', retry_at = now() + interval '1 minute' WHERE ocid = ${gate.ocid}`,
    )
    await resolvePeer(lab.us, gate.ocid)
    expect(await standingOf(page)).toMatch(/ACTIVE\(DONE DONE PLANNED\)/)
  })

  test('further on the way keeps nobody waiting for the peer before it', async () => {
    const provider = await lab.house({ reserve: 100_000n })
    const gate = await lab.house({ accepts: [provider.ocid] })
    const pages: Page[] = []
    for (let made = 0; made < 5; made++) {
      const page = await lab.page([gate.ocid])
      provider.script('/transfer/create', doAndSay(500, ''))
      await lab.pay(page, await makePayer())
      expect(await standingOf(page)).toMatch(/ACTIVE\(DONE UNKNOWN PLANNED\)/)
      pages.push(page)
    }
    const own = await dueAt(provider, 5)
    gate.script('/payment/settle', doAndDrop, 99)
    await makeDue(provider)
    await resolvePeer(lab.us, provider.ocid)
    // The first of the five found out that the gateway is silent, and the others did not try.
    expect(gate.bodies('/payment/settle')).toHaveLength(1)
    for (const page of own) expect(await standingOf(page)).toMatch(settled)
    for (const page of pages) expect(await standingOf(page)).toMatch(/ACTIVE\(DONE DONE (UNKNOWN|PLANNED)\)/)
    expect(await jobsOf(gate)).toHaveLength(1)
  })
})

test('a peer that answers with errors is not dead: each payment is asked for at its own pace', async () => {
  const house = await lab.house({ reserve: 100_000n })
  await dueAt(house, 3)
  house.script('/transfer/create', doAndSay(500, ''), 3)
  await resolvePeer(lab.us, house.ocid)
  expect(house.received).toHaveLength(3)
  expect(await listFailingPeers([house.ocid])).toEqual([])
  const [job] = await jobsOf(house)
  expect(job).toMatchObject({ task: 'resolve', priority: 0 })
  expect(Number(job?.inSeconds)).toBeGreaterThan(0.5)
})

test('a settlement that cannot be gone on with does not hold up the others of its peer', async () => {
  const house = await lab.house({ reserve: 100_000n })
  const [broken, ...sound] = await dueAt(house, 4)
  // Nobody could write this: the order is not one. It is the first that is looked at.
  await sql(
    `UPDATE checkout_sessions SET order_text = '{}' WHERE payment_id = '${broken?.paymentId}'`,
    `UPDATE settlement_steps SET next_attempt_at = now() - interval '1 hour' WHERE settlement_id IN (SELECT id FROM settlements WHERE payment_id = '${broken?.paymentId}')`,
  )
  await resolvePeer(lab.us, house.ocid)
  for (const page of sound) expect(await standingOf(page)).toMatch(settled)
  const [job] = await jobsOf(house)
  expect(Number(job?.inSeconds)).toBeGreaterThan(5)
  expect(broken && (await standingOf(broken))).toMatch(/^PENDING open, PENDING, ACTIVE/)
})

describe('a settlement that cannot be gone on with, whatever stops it,', () => {
  const rewrite = ({ paymentId }: Page, orderText: string) =>
    sql(`UPDATE checkout_sessions SET order_text = '${orderText}' WHERE payment_id = '${paymentId}'`)
  const fail = () => {
    throw new Error('out of order')
  }

  async function broken(house: House): Promise<Page> {
    const [page] = await dueAt(house, 1)
    if (!page) throw new Error('there is no page')
    await rewrite(page, '{}')
    return page
  }

  test('is looked at again with growing pauses, and says why', async () => {
    const house = await lab.house({ reserve: 1000n })
    const page = await broken(house)
    const pauses: number[] = []
    for (let round = 0; round < 3; round++) {
      await resolvePeer(lab.us, house.ocid)
      const [stopped] = await settlementsOf(page)
      pauses.push(Math.round((Number(stopped?.steps[0]?.nextAt) - Date.now()) / 60_000))
      await passTime(page, 3600)
    }
    expect(pauses).toEqual([0, 15, 30])
    const [settlement] = await settlementsOf(page)
    expect(settlement).toMatchObject({ state: 'ACTIVE', leaseOwner: null })
    expect(settlement?.steps[0]).toMatchObject({ state: 'PLANNED', calls: 0 })
    expect(settlement?.steps[0]?.failure).toMatch(/^it could not be gone on with: ./)
  })

  test('goes on by itself when that is over', async () => {
    const house = await lab.house({ reserve: 1000n })
    const page = await broken(house)
    await resolvePeer(lab.us, house.ocid)
    await rewrite(page, page.orderText)
    await passTime(page, 60)
    await resolvePeer(lab.us, house.ocid)
    expect(await standingOf(page)).toMatch(settled)
  })

  test('is the operator’s after three days, with the reason, and can be given up before', async () => {
    const house = await lab.house({ reserve: 10_000n })
    const [old, young] = [await broken(house), await broken(house)]
    await passTime(old, 3 * 24 * 3600)
    await resolvePeer(lab.us, house.ocid)
    expect(await standingOf(old)).toMatch(/^PENDING open, PENDING, NEEDS_OPERATOR/)
    const [handed] = await settlementsOf(old)
    expect(handed?.reason).toMatch(/^three days without being able to go on: it could not be gone on with: ./)
    const [stuck] = await settlementsOf(young)
    const reason = { reason: 'the payer waits', isReserveSpent: false }
    expect(await inTransaction((tx) => giveUpSettlement(tx, stuck?.id ?? '', reason))).toMatchObject({ ok: true })
  })

  test('is unknown when its call had gone out: what the peer did counts as soon as it can be read', async () => {
    const house = await lab.house({ reserve: 1000n })
    const page = await lab.page([house.ocid])
    // What the gateway fails at is the answer: the call has been carried out.
    const failing: Gateway = { ...lab.us, crypto: { ...lab.us.crypto, verify: fail } }
    await lab.pay(page, await makePayer(), failing)
    expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(CALLED)')
    await passTime(page, 60)
    await resolvePeer(failing, house.ocid)
    expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(UNKNOWN)')
    await passTime(page, 60)
    await lab.resolve(house)
    expect(await standingOf(page)).toMatch(settled)
    expect(house.deeds).toHaveLength(1)
  })
})

describe('the next look at a peer', () => {
  const wake = (ocid: number, seconds: number) =>
    inTransaction((tx) => wakePeer(tx, ocid, new Date(Date.now() + seconds * 1000)))

  test('is never put off by a later one', async () => {
    const peer = { ocid: newOcid() }
    for (const seconds of [60, 10, 3600, 30]) await wake(peer.ocid, seconds)
    const jobs = await jobsOf(peer)
    expect(jobs).toHaveLength(1)
    expect(Number(jobs[0]?.inSeconds)).toBeLessThanOrEqual(10)
  })

  test('is the earliest of many that are planned at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const peer = { ocid: newOcid() }
      await Promise.all([3600, 1800, 2, 7200, 900, 3600, 1800, 900].map((seconds) => wake(peer.ocid, seconds)))
      const jobs = await jobsOf(peer)
      expect(jobs).toHaveLength(1)
      expect(Number(jobs[0]?.inSeconds)).toBeLessThanOrEqual(2)
    }
  })

  test('is planned with every step that may have to be taken by somebody else', async () => {
    const house = await lab.house({ reserve: 1000n })
    await lab.begin(await lab.page([house.ocid]), await makePayer(), 'a process')
    const [job] = await jobsOf(house)
    expect(Number(job?.inSeconds)).toBeGreaterThan(10)
    expect(Number(job?.inSeconds)).toBeLessThanOrEqual(15)
  })
})

describe('settlements that are due and have lost their job get another', () => {
  const lose = ({ ocid }: { readonly ocid: number }) => sql(`SELECT graphile_worker.remove_job('resolve:${ocid}')`)
  const longAgo = ({ ocid }: { readonly ocid: number }) =>
    sql(
      `UPDATE settlement_steps SET next_attempt_at = now() - interval '2 minutes' WHERE peer_ocid = ${ocid} AND next_attempt_at IS NOT NULL`,
    )

  test('when it is gone', async () => {
    const house = await lab.house({ reserve: 1000n })
    const [page] = await dueAt(house, 1)
    await longAgo(house)
    await lose(house)
    await requeueLostSettlements()
    expect(await jobsOf(house)).toHaveLength(1)
    await resolvePeer(lab.us, house.ocid)
    expect(page && (await standingOf(page))).toMatch(settled)
  })

  test('when it is planned for much later', async () => {
    const house = await lab.house({ reserve: 1000n })
    await dueAt(house, 1)
    await longAgo(house)
    await lose(house)
    await inTransaction((tx) => wakePeer(tx, house.ocid, new Date(Date.now() + 3_600_000)))
    await requeueLostSettlements()
    expect(Number((await jobsOf(house))[0]?.inSeconds)).toBeLessThanOrEqual(0)
    await resolvePeer(lab.us, house.ocid)
  })

  test('but not while their peer is left alone for a while', async () => {
    const house = await lab.house({ reserve: 1000n })
    house.script('/transfer/create', doAndDrop)
    await lab.pay(await lab.page([house.ocid]), await makePayer())
    await longAgo(house)
    await sql(`UPDATE peer_health SET retry_at = now() + interval '10 minutes' WHERE ocid = ${house.ocid}`)
    await lose(house)
    await resolvePeer(lab.us, house.ocid)
    await requeueLostSettlements()
    expect(Number((await jobsOf(house))[0]?.inSeconds)).toBeGreaterThan(500)
  })

  test('and none that has ended', async () => {
    const house = await lab.house({ reserve: 1000n })
    await lab.pay(await lab.page([house.ocid]), await makePayer())
    await lose(house)
    await requeueLostSettlements()
    expect(await jobsOf(house)).toEqual([])
  })
})
