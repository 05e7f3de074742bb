import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeCheckout, makeOrder } from '@/lib/checkout/testing/make-checkout'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { notePeerFailure } from '@/lib/providers/peer-health-store'
import {
  beginSettlement,
  makeHandedSettlement,
  makeUnknownSettlement,
  type Stuck,
} from '@/lib/settlement/testing/stuck-settlement'
import { runCommand, runJson } from './testing/run-command'
import { peerOcid, type SmallNetwork, startSmallNetwork } from './testing/small-network'

useTestDatabase()

let network: SmallNetwork

beforeAll(async () => {
  network = await startSmallNetwork()
  for (const [name, value] of Object.entries(network.environment)) vi.stubEnv(name, value)
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await network.close()
})

const stateOf = async ({ id }: Pick<Stuck, 'id'>) =>
  (await sql(`SELECT state, reason FROM settlements WHERE id = '${id}'`))[0]
const stepOf = async ({ id }: Pick<Stuck, 'id'>, kind = 'TRANSFER_CREATE') =>
  (
    await sql(`SELECT state, next_attempt_at <= now() AS "isDue" FROM settlement_steps
      WHERE settlement_id = '${id}' AND kind = '${kind}'`)
  )[0]
const paymentOf = async ({ paymentId }: Stuck) =>
  (
    await sql(`SELECT p.status, p.failure_code AS code, c.open FROM payments p JOIN checkout_sessions c ON c.payment_id = p.id
      WHERE p.id = '${paymentId}'`)
  )[0]
const reserveAt = async (ocid: number) => {
  const [row] = await sql(`SELECT id FROM ledger_accounts WHERE kind = 'OUR_RESERVE' AND ocid = ${ocid}`)
  return standing(BigInt(String(row?.id)))
}
const jobDue = async (ocid: number) =>
  countOf('graphile_worker._private_jobs', `key = 'resolve:${ocid}' AND run_at <= now()`)
const audited = (action: string, id: string) => countOf('audit_entries', `action = '${action}' AND subject = '${id}'`)
const giveUp = (id: string, ...more: string[]) =>
  runCommand(['settlements', 'give-up', id, '--reason', 'they say no', ...more])

describe('list and show', () => {
  test('without --state, what holds money now is listed with what it waits for', async () => {
    const [unknown, handed] = [await makeUnknownSettlement(401), await makeHandedSettlement(402)]
    const { document } = await runJson(['settlements', 'list'])
    expect(document).toMatchObject({
      settlements: [
        { id: handed.id, state: 'NEEDS_OPERATOR', step: { peerOcid: 402, nextAttemptAt: null } },
        { id: unknown.id, state: 'ACTIVE', amount: '5.00', step: { kind: 'TRANSFER_CREATE', attemptCount: 1 } },
      ],
      hasMore: false,
    })
    const { out } = await runCommand(['settlements', 'list', '--state', 'NEEDS_OPERATOR'])
    expect(out).toContain(handed.id)
    expect(out).not.toContain(unknown.id)
    expect((await runCommand(['settlements', 'list', '--state', 'SETTLED'])).out).toBe(
      'There is no SETTLED settlement.\n',
    )
  })

  test('a payment is shown by any of its ids, with the names of the providers and every step', async () => {
    const stuck = await makeUnknownSettlement(peerOcid, 404)
    const shown = await Promise.all(
      [stuck.id, stuck.paymentId, stuck.sessionId].map((id) => runCommand(['settlements', 'show', id])),
    )
    expect(new Set(shown.map(({ out }) => out)).size).toBe(1)
    const { out = '' } = shown[0] ?? {}
    const [user] = await sql(`SELECT email FROM users WHERE id = '${stuck.payerId}'`)
    expect(out).toContain(`Payment ${stuck.paymentId} is PENDING: 5.00 USD from ${user?.email}\n`)
    expect(out).toContain(`common_third_party: Corner Coffee (${peerOcid}) → OCID 404\n`)
    expect(out).toMatch(new RegExp(`PAYMENT_CREATE +${peerOcid} +DONE +1 .* their_${stuck.paymentId}`))
    expect(out).toMatch(new RegExp(`TRANSFER_CREATE +404 +UNKNOWN +1 .* ${stuck.paymentId} `))
    expect(out).toContain('last failure of TRANSFER_CREATE at 404: TIMEOUT: no answer\n')
  })

  test('texts of a peer cannot move the cursor', async () => {
    const stuck = await makeUnknownSettlement(403)
    await sql(`UPDATE settlement_steps SET last_failure = E'\\u001b[2Jgone' WHERE settlement_id = '${stuck.id}'`)
    for (const argv of [['list'], ['show', stuck.id]])
      expect((await runCommand(['settlements', ...argv])).out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  })

  test('names are left out when the configuration is not sound', async () => {
    const stuck = await makeUnknownSettlement(peerOcid)
    vi.stubEnv('PORT', 'many')
    const { out, err, exitCode } = await runCommand(['settlements', 'show', stuck.id])
    vi.stubEnv('PORT', '')
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.stringContaining('names are left out') })
    expect(out).toContain(`partner_reserve: OCID ${peerOcid}\n`)
  })

  test.each([['show'], ['retry'], ['give-up']])(
    '%s of a settlement that is not there says where to look',
    async (command) => {
      const reason = command === 'give-up' ? ['--reason', 'none'] : []
      const { err, exitCode } = await runCommand(['settlements', command, 'stl_none', ...reason])
      expect({ err, exitCode }).toEqual({
        err: expect.stringContaining('There is no settlement stl_none.'),
        exitCode: 1,
      })
    },
  )
})

describe('retry', () => {
  test('what was handed to the operator goes on with three fresh days, at once', async () => {
    const stuck = await makeHandedSettlement(410)
    await sql(`UPDATE settlements SET patient_since = now() - interval '4 days' WHERE id = '${stuck.id}'`)
    const { out, exitCode } = await runCommand(['settlements', 'retry', stuck.id])
    expect({ out, exitCode }).toEqual({
      out: `${stuck.id} goes on now: TRANSFER_CREATE at OCID 410. It was NEEDS_OPERATOR.\n`,
      exitCode: 0,
    })
    expect(await stateOf(stuck)).toEqual({ state: 'ACTIVE', reason: null })
    expect(await countOf('settlements', `id = '${stuck.id}' AND patient_since > now() - interval '1 minute'`)).toBe(1)
    expect(await stepOf(stuck)).toMatchObject({ state: 'UNKNOWN', isDue: true })
    expect(await jobDue(410)).toBe(1)
    expect(await audited('settlement.retry', stuck.id)).toBe(1)
  })

  test('what waits for its pause is due at once, also when its peer is left alone for a while', async () => {
    const stuck = await makeUnknownSettlement(411)
    await notePeerFailure(411, 'silent')
    expect(await runCommand(['settlements', 'retry', stuck.id])).toMatchObject({ exitCode: 0 })
    expect(await stepOf(stuck)).toMatchObject({ isDue: true })
    expect(await countOf('peer_health', 'ocid = 411 AND retry_at <= now()')).toBe(1)
    expect(await jobDue(411)).toBe(1)
  })

  test('what is over is not tried again', async () => {
    const stuck = await makeHandedSettlement(412)
    await giveUp(stuck.id)
    expect(await runCommand(['settlements', 'retry', stuck.id])).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('is over'),
    })
    expect(await stateOf(stuck)).toMatchObject({ state: 'GIVEN_UP' })
  })
})

describe('give-up', () => {
  test.each([
    ['what was handed to the operator', makeHandedSettlement],
    ['what is active and unknown', makeUnknownSettlement],
  ])('%s ends: the payer has the money back, and the payment failed', async (_, make) => {
    const stuck = await make(420)
    const before = await reserveAt(420)
    const { out, exitCode } = await giveUp(stuck.id)
    expect({ out, exitCode }).toEqual({ out: `${stuck.id} is given up: the payer has 5.00 USD back.\n`, exitCode: 0 })
    expect(await stateOf(stuck)).toEqual({ state: 'GIVEN_UP', reason: 'they say no' })
    expect(await paymentOf(stuck)).toEqual({ status: 'FAILED', code: 'GIVEN_UP', open: false })
    expect(await standing(stuck.walletId)).toEqual({ balance: 1000n, held: 0n })
    expect(await reserveAt(420)).toEqual({ balance: before.balance, held: before.held - 500n })
    expect(await audited('settlement.give-up', stuck.id)).toBe(1)
  })

  test('with --reserve-spent our books lose what the provider took, against suspense', async () => {
    const stuck = await makeHandedSettlement(421)
    expect(await giveUp(stuck.id, '--reserve-spent')).toMatchObject({ exitCode: 0 })
    expect(await reserveAt(421)).toEqual({ balance: -9_500n, held: 0n })
    expect(await standing(stuck.walletId)).toEqual({ balance: 1000n, held: 0n })
    const losses = await sql(`SELECT d.kind AS debit, c.kind AS credit, t.amount_minor AS minor FROM transfers t
      JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE t.payment_id = '${stuck.paymentId}' AND t.reason = 'RESERVE_LOSS'`)
    expect(losses).toEqual([{ debit: 'SUSPENSE', credit: 'OUR_RESERVE', minor: '500' }])
  })

  test('at once from five sides happens once', async () => {
    const stuck = await makeHandedSettlement(422)
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => giveUp(stuck.id, '--reserve-spent')))
    expect(outcomes.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1)
    expect(await reserveAt(422)).toEqual({ balance: -9_500n, held: 0n })
    expect(await audited('settlement.give-up', stuck.id)).toBe(1)
  })

  test('is refused while a process is going on with it, and nothing moves', async () => {
    const stuck = await beginSettlement(423)
    const { exitCode, err } = await giveUp(stuck.id)
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('A process is going on') })
    expect(await stateOf(stuck)).toMatchObject({ state: 'ACTIVE' })
    expect(await standing(stuck.walletId)).toEqual({ balance: 1000n, held: 500n })
  })

  test('is refused for what is under way and not stuck', async () => {
    const stuck = await beginSettlement(424)
    await sql(`UPDATE settlements SET leased_until = now() - interval '1 second' WHERE id = '${stuck.id}'`)
    expect(await giveUp(stuck.id)).toMatchObject({ exitCode: 1, err: expect.stringContaining('not stuck') })
  })

  test('asks for --reserve-spent when we hold the proof that it is', async () => {
    const stuck = await makeUnknownSettlement(425, 426)
    const proof = `INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key)
      VALUES (426, 'tx_426', '${stuck.paymentId}', 200, 425, '{}', '00', '00')`
    const done = `UPDATE settlement_steps SET state = 'DONE', proof_issuer = 426, proof_txid = 'tx_426', next_attempt_at = NULL
      WHERE settlement_id = '${stuck.id}' AND kind = 'TRANSFER_CREATE'`
    const silent = `UPDATE settlement_steps SET state = 'UNKNOWN', body = '{}', first_called_at = now(), attempt_count = 1
      WHERE settlement_id = '${stuck.id}' AND kind = 'PAYMENT_SETTLE'`
    await sql(proof, done, silent)
    expect(await giveUp(stuck.id)).toMatchObject({ exitCode: 1, err: expect.stringContaining('--reserve-spent') })
    expect(await giveUp(stuck.id, '--reserve-spent')).toMatchObject({ exitCode: 0 })
    expect(await reserveAt(426)).toEqual({ balance: -9_500n, held: 0n })
  })
})

describe('path', () => {
  test('shows every way with the name of its providers, and why it is not taken', async () => {
    await makeUnknownSettlement(peerOcid)
    const { sessionId } = await makeCheckout(makeOrder({ accepts: [peerOcid, 999] }), { callerOcid: peerOcid })
    const path = async () => (await runJson(['settlements', 'path', sessionId])).document
    const provider = { ocid: peerOcid, name: 'Corner Coffee' }
    const own = { strategy: 'direct', refusal: 'NOT_ACCEPTED_BY_ORDER', isChosen: false }
    const unknown = { providers: [{ ocid: 999, name: null }], refusal: 'METADATA_UNAVAILABLE', isChosen: false }
    const reserve = { strategy: 'partner_reserve', providers: [provider], refusal: null, isChosen: true }
    expect(await path()).toMatchObject({ paths: [own, { refusal: 'DOES_NOT_ACCEPT_US' }, reserve, unknown] })
    await sql(
      `INSERT INTO reserve_thresholds (ocid, currency, low_minor, empty_minor) VALUES (${peerOcid}, 'USD', 99999999, 99999999)`,
    )
    const poor = { ...reserve, refusal: 'RESERVE_TOO_LOW', isChosen: false }
    expect(await path()).toMatchObject({ paths: [own, { refusal: 'DOES_NOT_ACCEPT_US' }, poor, unknown] })
    await sql(`DELETE FROM reserve_thresholds`)
    const { out } = await runCommand(['settlements', 'path', sessionId])
    expect(out).toMatch(new RegExp(`→ +partner_reserve +Corner Coffee \\(${peerOcid}\\) +taken\\n`))
  })

  test('of a session that is not there, or whose gateway nobody knows, is refused in a sentence', async () => {
    const { sessionId } = await makeCheckout(makeOrder(), { callerOcid: 998 })
    for (const [id, says] of [
      ['sess_none', 'There is no checkout session'],
      [sessionId, 'OCID 998) cannot be looked up'],
    ])
      expect(await runCommand(['settlements', 'path', String(id)])).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining(String(says)),
      })
  })
})
