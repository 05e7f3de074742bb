import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { countOf, sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeAccount, standing } from '@/lib/ledger/testing/make-account'
import { makePaid, refundsOf } from '@/lib/refunds/testing/refund-lab'
import { createPayLab, makePayer, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { runCommand, runJson } from './testing/run-command'
import { ourSigner, type SmallNetwork, startSmallNetwork } from './testing/small-network'

useTestDatabase()

let lab: PayLab
let network: SmallNetwork
let shop: Awaited<ReturnType<typeof makeApplication>>

beforeAll(async () => {
  lab = await createPayLab()
  network = await startSmallNetwork()
  for (const [name, value] of Object.entries(network.environment)) vi.stubEnv(name, value)
  vi.stubEnv('CURRENCIES', 'USD,EUR')
  shop = await makeApplication({ refundApprovalThresholdMinor: 200n })
})

beforeEach(() => sitsThere('ada'))
afterEach(async () => expect(await checkLedger()).toEqual([]))

afterAll(async () => {
  vi.unstubAllEnvs()
  await network.close()
  await lab.close()
})

/** Another operator at the keyboard, by sudo. */
const sitsThere = (name: string, uid = 0) => {
  vi.spyOn(process, 'getuid').mockReturnValue(uid)
  vi.stubEnv('SUDO_USER', name)
}

const create = (payment: string, amount: string) =>
  runJson(['refund', 'create', '--payment', payment, '--amount', amount, '--reason', 'came broken'])
const audited = (action: string, subject: string) =>
  countOf('audit_entries', `action = '${action}' AND subject = '${subject}'`)

/** A payment of 5.00 USD to a merchant of the network. */
async function paidMerchant(by: 'direct' | 100 = 'direct') {
  const [payer, checkout] = [await makePayer(), await lab.checkout({ by })]
  expect(await lab.pay(checkout, payer)).toMatchObject({ ok: true })
  return { id: checkout.paymentId, payer, orderId: checkout.orderId }
}

describe('oc refund create', () => {
  test('gives money of a payment to a merchant with us back, with a proof from its side, and the audit log says by whom', async () => {
    const { id, payer, orderId } = await paidMerchant()
    const before = await standing(payer.walletId)
    const { document, exitCode } = await create(id, 'USD=1.00')
    expect(exitCode).toBe(0)
    expect(document).toMatchObject({ status: 'SUCCEEDED', paymentId: id, amount: '1.00', currency: 'USD' })
    expect((await standing(payer.walletId)).balance).toBe(before.balance + 100n)
    const [row] = await sql(`SELECT q.proof_text AS text, q.public_key AS key, o.txid FROM refunds r
      JOIN proofs q ON q.txid = r.proof_txid JOIN proofs o ON o.payment_id = r.payment_id AND o.settles WHERE r.payment_id = '${id}'`)
    expect(JSON.parse(String(row?.text))).toMatchObject({
      issuer: lab.us.ocid,
      from: { ocid: 300, reference: orderId },
      to: { ocid: lab.us.ocid },
      amount: '1.00',
      memo: `Refund of ${row?.txid}`,
    })
    expect(row?.key).toBe(ourSigner.publicKey.hex)
    expect(await audited('refund.create', id)).toBe(1)
  })

  test('is made once under one reference, and one that was refused leaves the reference free', async () => {
    const { id, payer } = await paidMerchant()
    const before = await standing(payer.walletId)
    const named = (amount: string) =>
      runCommand([
        'refund',
        'create',
        '--payment',
        id,
        '--amount',
        amount,
        '--reason',
        'broken',
        '--reference',
        'ticket 17',
      ])
    expect(await named('USD=5.01')).toMatchObject({ exitCode: 1, err: expect.stringContaining('is left to refund') })
    expect(await named('USD=5.00')).toMatchObject({ exitCode: 0 })
    expect(await named('USD=1.00')).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('"ticket 17" is booked already'),
    })
    expect((await standing(payer.walletId)).balance).toBe(before.balance + 500n)
    expect(await audited('refund.create', id)).toBe(1)
  })

  test('says that it succeeded in words', async () => {
    const { id } = await paidMerchant()
    const argv = ['refund', 'create', '--payment', id, '--amount', 'USD=1.00', '--reason', 'came broken']
    expect((await runCommand(argv)).out).toMatch(
      /^1\.00 USD of \S+ went back to whoever paid it \(refund rfd_\S+\)\.\n$/,
    )
  })

  test.each([
    ['more than is left', 'USD=5.01', '5.00 USD of'],
    ['another currency', 'EUR=1.00', 'was made in USD'],
  ])('refuses %s', async (_, amount, says) => {
    const { id } = await paidMerchant()
    const { document, exitCode } = await create(id, amount)
    expect({ document, exitCode }).toEqual({
      document: { error: { message: expect.stringContaining(says) } },
      exitCode: 1,
    })
    expect(await refundsOf(id)).toEqual({ status: 'SUCCEEDED', refunds: [], movedMinor: 0 })
    expect(await audited('refund.create', id)).toBe(0)
  })

  test('refuses a payment that is not there, and one that is not paid', async () => {
    const { paymentId } = await lab.checkout()
    expect((await create('pay_none', 'USD=1')).document).toMatchObject({ error: { message: /There is no payment/ } })
    expect((await create(paymentId, 'USD=1')).document).toMatchObject({
      error: { message: expect.stringContaining('is CREATED: nothing was paid') },
    })
  })

  test('refuses what another gateway was credited for, and says where it can be refunded', async () => {
    const { id } = await paidMerchant(100)
    const { document, exitCode } = await create(id, 'USD=1.00')
    expect(exitCode).toBe(1)
    expect(document).toMatchObject({ error: { message: expect.stringContaining('the merchant refunds it there') } })
    expect(await refundsOf(id)).toMatchObject({ refunds: [] })
  })

  test('exits with a fault, and no money moves, when the merchant has too little', async () => {
    const { id } = await paidMerchant()
    const [account, cash] = [await makeAccount({ kind: 'MERCHANT', ocid: 300 }), await makeAccount({ kind: 'CASH_IN' })]
    const { balance } = await standing(account)
    const move = (from: bigint, to: bigint) =>
      sql(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
        VALUES ('POSTED', 'LIVE', 'USD', ${balance}, ${from}, ${to}, 'CREDIT', now())`)
    const named = ['--amount', 'USD=1.00', '--reason', 'broken', '--reference', 'ticket 18']
    const again = () => runJson(['refund', 'create', '--payment', id, ...named])
    await move(account, cash)
    const { document, exitCode } = await again()
    await move(cash, account)
    expect(exitCode).toBe(1)
    expect(document).toMatchObject({ status: 'FAILED', failureCode: 'INSUFFICIENT_BALANCE' })
    expect(await refundsOf(id)).toMatchObject({ status: 'SUCCEEDED', movedMinor: 0 })
    // Nothing was made under its name: it is free until something is.
    expect((await again()).document).toMatchObject({ status: 'SUCCEEDED' })
    expect((await again()).exitCode).toBe(1)
    expect(await refundsOf(id)).toMatchObject({ movedMinor: 100 })
  })

  test('signs nothing with a key that was not announced, and moves nothing', async () => {
    const { id } = await paidMerchant()
    await sql(
      `INSERT INTO signing_keys (public_key, state, signed_from) VALUES ('04${'ab'.repeat(64)}', 'SIGNING', now())`,
    )
    const { document, exitCode } = await create(id, 'USD=1.00')
    await sql("DELETE FROM signing_keys WHERE state = 'SIGNING'")
    expect(exitCode).toBe(1)
    expect(document).toMatchObject({ error: { message: expect.stringContaining('does not sign at present') } })
    expect(await refundsOf(id)).toMatchObject({ refunds: [] })
  })
})

describe("above the application's threshold", () => {
  const waiting = async () => {
    const { id, payer } = await makePaid(lab, shop.application)
    const { document } = await create(id, 'USD=3.00')
    expect(document).toMatchObject({ status: 'AWAITING_APPROVAL' })
    return { id, payer, refundId: String(Reflect.get(document as object, 'id')) }
  }

  test('a refund waits, counts as taken, and is listed', async () => {
    const { id, refundId } = await waiting()
    expect(await refundsOf(id)).toMatchObject({ status: 'SUCCEEDED', movedMinor: 0 })
    expect((await create(id, 'USD=2.01')).document).toMatchObject({
      error: { message: expect.stringContaining('2.00 USD of') },
    })
    const { document } = await runJson(['refund', 'list', '--status', 'AWAITING_APPROVAL'])
    expect(document).toMatchObject({ refunds: expect.arrayContaining([expect.objectContaining({ id: refundId })]) })
    const { out } = await runCommand(['refund', 'list', '--status', 'AWAITING_APPROVAL'])
    expect(out).toContain(refundId)
  })

  test('at the threshold it does not wait', async () => {
    const { id } = await makePaid(lab, shop.application)
    expect((await create(id, 'USD=2.00')).document).toMatchObject({ status: 'SUCCEEDED', approvedBy: null })
  })

  test('many small refunds of a payment are a large one', async () => {
    const { id } = await makePaid(lab, shop.application)
    expect((await create(id, 'USD=1.50')).document).toMatchObject({ status: 'SUCCEEDED' })
    expect((await create(id, 'USD=0.50')).document).toMatchObject({ status: 'SUCCEEDED' })
    expect((await create(id, 'USD=0.01')).document).toMatchObject({ status: 'AWAITING_APPROVAL' })
  })

  test('whoever asked for it can neither approve nor reject it', async () => {
    const { id, refundId } = await waiting()
    for (const argv of [
      ['approve', refundId],
      ['reject', refundId, '--reason', 'never mind'],
    ]) {
      const { err, exitCode } = await runCommand(['refund', ...argv])
      expect({ err, exitCode }).toEqual({ err: expect.stringContaining('another operator must'), exitCode: 1 })
    }
    expect(await refundsOf(id)).toMatchObject({ refunds: [{ status: 'AWAITING_APPROVAL' }], movedMinor: 0 })
  })

  test('a name that anybody can set makes nobody a second person', async () => {
    sitsThere('ada', 1000)
    const { refundId } = await waiting()
    sitsThere('ben', 1000)
    const { err } = await runCommand(['refund', 'approve', refundId])
    expect(err).toContain('another operator must')
  })

  test('whoever comes again by sudo is the same person', async () => {
    // The one who asked was ada, as herself.
    const { refundId } = await waiting()
    await sqlWithoutGuards(`UPDATE refunds SET requested_by = 'oc:ada@desk' WHERE id = '${refundId}'`)
    expect((await runCommand(['refund', 'approve', refundId])).err).toContain('another operator must')
    sitsThere('ben')
    expect(await runCommand(['refund', 'approve', refundId])).toMatchObject({ exitCode: 0 })
  })

  test('a second operator approves it once, however many press at the same time', async () => {
    const { id, payer, refundId } = await waiting()
    const before = await standing(payer.walletId)
    sitsThere('ben')
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => runJson(['refund', 'approve', refundId])))
    expect(outcomes.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1)
    expect(outcomes.find(({ exitCode }) => exitCode === 0)?.document).toMatchObject({
      status: 'SUCCEEDED',
      approvedBy: expect.stringContaining('ben as '),
    })
    expect((await standing(payer.walletId)).balance).toBe(before.balance + 300n)
    expect(await refundsOf(id)).toMatchObject({ status: 'PARTIALLY_REFUNDED', movedMinor: 300 })
    expect(await audited('refund.approve', refundId)).toBe(1)
  })

  test('a second operator rejects it: no money moves, and it can be asked for again', async () => {
    const { id, refundId } = await waiting()
    sitsThere('ben')
    const { document } = await runJson(['refund', 'reject', refundId, '--reason', 'it arrived after all'])
    expect(document).toMatchObject({ status: 'FAILED', failureCode: 'REJECTED', approvedBy: null })
    expect(await audited('refund.reject', refundId)).toBe(1)
    expect(await refundsOf(id)).toMatchObject({ status: 'SUCCEEDED', movedMinor: 0 })
    expect((await create(id, 'USD=5.00')).document).toMatchObject({ status: 'AWAITING_APPROVAL' })
  })

  test('of an approval and a rejection at once, one counts', async () => {
    const { refundId } = await waiting()
    sitsThere('ben')
    const outcomes = await Promise.all([
      runCommand(['refund', 'approve', refundId]),
      runCommand(['refund', 'reject', refundId, '--reason', 'it arrived']),
    ])
    expect(outcomes.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1)
    expect(outcomes.filter(({ err }) => err.includes('does not wait for anybody'))).toHaveLength(1)
  })

  test('a refund that is not there can be judged by nobody', async () => {
    expect(await runCommand(['refund', 'approve', 'rfd_none'])).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('There is no refund rfd_none'),
    })
  })
})
