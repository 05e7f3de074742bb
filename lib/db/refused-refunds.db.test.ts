import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeApplicationRow, refundStatements } from '@/lib/ledger/testing/application-rows'
import { type MadePayment, makePayment, makeSettledPayment } from '@/lib/settlement/testing/make-payment'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let paid: MadePayment
let made: ReturnType<typeof refundStatements>

beforeEach(async () => {
  paid = await makeSettledPayment()
  made = refundStatements(paid)
})
afterEach(async () => expect(await checkLedger()).toEqual([]))

const statusOf = async () => (await sql(`SELECT status FROM payments WHERE id = '${paid.id}'`))[0]?.status
const refund = () => sql(made.start, made.transfer, made.proof, made.success)

describe('the database refuses', () => {
  test('a refund of a payment that is not paid', async () => {
    const { start } = refundStatements(await makePayment())
    await expect(sql(start)).rejects.toMatchObject({ constraint: 'refund_of_a_paid_payment' })
  })

  test('a refund of more than is left, whether the others have moved, move or wait', async () => {
    await expect(sql(made.start.replace(' 100,', ' 501,'))).rejects.toMatchObject({
      constraint: 'refund_within_payment',
    })
    await refund()
    await sql(made.start.replace(made.refund, 'rfd_wait').replace('PENDING', 'AWAITING_APPROVAL'))
    const third = made.start.replace(made.refund, 'rfd_third')
    await expect(sql(third.replace(' 100,', ' 301,'))).rejects.toThrow('has 300 left to refund')
    await sql(third.replace(' 100,', ' 300,'))
  })

  test('a refund of nothing, and one of less than nothing', async () => {
    for (const amount of [0, -1])
      await expect(sql(made.start.replace(' 100,', ` ${amount},`))).rejects.toMatchObject({
        constraint: 'refund_amount_positive',
      })
  })

  test.each(['SUCCEEDED', 'FAILED'])('a refund that starts %s', async (status) => {
    await expect(sql(made.start.replace('PENDING', status))).rejects.toThrow('a refund starts AWAITING_APPROVAL')
  })

  test('success without its money, its proof, or with other money', async () => {
    const { start, transfer, proof, success } = made
    await expect(sql(start, proof, success)).rejects.toThrow('cannot succeed without its posted transfer')
    await expect(sql(start, transfer.replace(' 100,', ' 99,'), proof, success)).rejects.toThrow(
      'cannot succeed without its posted transfer',
    )
    const { wallet } = await makePayment()
    const elsewhere = transfer.replace(` ${paid.wallet},`, ` ${wallet},`)
    await expect(sql(start, elsewhere, proof, success)).rejects.toThrow('cannot succeed without its posted transfer')
    await expect(sql(start, transfer, success)).rejects.toThrow('cannot succeed without its proof')
    const unproven = success.replace(/proof_txid = '[^']*'/, 'proof_txid = NULL')
    await expect(sql(start, transfer, proof, unproven)).rejects.toThrow('cannot succeed without its proof')
    expect(await statusOf()).toBe('SUCCEEDED')
  })

  test('money that goes back without a refund', async () => {
    await expect(sql(made.transfer)).rejects.toThrow('gives money back without a refund')
    await expect(sql(made.start, made.transfer)).rejects.toThrow('gives money back without a refund')
  })

  test('a refund that succeeds twice by the same money', async () => {
    await refund()
    const second = (statement: string) => statement.replaceAll(made.refund, 'rfd_second')
    await expect(sql(second(made.start), second(made.success))).rejects.toThrow('refunds_transfer_id_key')
  })

  test.each([
    [
      'SUCCEEDED',
      'FAILED',
      () => refund(),
      () => made.failure.replace('SET ', 'SET transfer_id = NULL, proof_txid = NULL, '),
    ],
    ['SUCCEEDED', 'PENDING', () => refund(), () => `UPDATE refunds SET status = 'PENDING' WHERE id = '${made.refund}'`],
    [
      'FAILED',
      'PENDING',
      () => sql(made.start, made.failure),
      () => `UPDATE refunds SET status = 'PENDING' WHERE id = '${made.refund}'`,
    ],
    [
      'AWAITING_APPROVAL',
      'SUCCEEDED',
      () => sql(made.start.replace('PENDING', 'AWAITING_APPROVAL')),
      () => made.success,
    ],
  ])('to take a refund from %s to %s', async (from, to, prepare, jump) => {
    await prepare()
    await expect(sql(jump())).rejects.toThrow(`cannot go from ${from} to ${to}`)
  })

  test('to change what a refund is, or to forget it', async () => {
    await refund()
    for (const change of ['amount_minor = 1', "reason = 'x'", "requested_by = 'ben'"])
      await expect(sql(`UPDATE refunds SET ${change} WHERE id = '${made.refund}'`)).rejects.toThrow('cannot change')
    await expect(sql(`DELETE FROM refunds WHERE id = '${made.refund}'`)).rejects.toThrow('refunds are never deleted')
    await expect(sql('TRUNCATE refunds CASCADE')).rejects.toThrow('never deleted')
  })

  test('a refund that is approved by whoever asked for it', async () => {
    await sql(made.start.replace('PENDING', 'AWAITING_APPROVAL'))
    const approve = (who: string) =>
      sql(`UPDATE refunds SET status = 'PENDING', approved_by = '${who}' WHERE id = '${made.refund}'`)
    await expect(approve('ada')).rejects.toMatchObject({ constraint: 'refund_has_two_people' })
    await approve('ben')
  })

  test('a refund that failed without saying why', async () => {
    const silent = made.failure.replace("failure_code = 'INSUFFICIENT_BALANCE', ", '')
    await expect(sql(made.start, silent)).rejects.toMatchObject({ constraint: 'refund_failure' })
  })
})

test('a refund that has everything moves its payment on, and one that failed leaves it as it was', async () => {
  await sql(made.start.replace(made.refund, 'rfd_failed'), made.failure.replace(made.refund, 'rfd_failed'))
  expect(await statusOf()).toBe('SUCCEEDED')
  await refund()
  expect(await statusOf()).toBe('PARTIALLY_REFUNDED')
})

test('a payment says nothing of refunds that are not there', async () => {
  const application = await makeApplicationRow()
  await expect(sql(`DELETE FROM payments WHERE id = '${paid.id}'`)).rejects.toThrow('payments are never deleted')
  await expect(sql(`UPDATE payments SET application_id = '${application}' WHERE id = '${paid.id}'`)).rejects.toThrow(
    'cannot change',
  )
  expect(await countOf('refunds', `payment_id = '${paid.id}'`)).toBe(0)
})
