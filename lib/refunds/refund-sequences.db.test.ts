import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Application } from '@/lib/applications/application-store'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeAccount, standing } from '@/lib/ledger/testing/make-account'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { approveRefund, rejectRefund } from './judge-refund'
import { makeRefund } from './make-refund'
import { lockRefundable } from './refund-store'
import { makePaid } from './testing/refund-lab'

useTestDatabase()

let lab: PayLab
beforeAll(async () => {
  lab = await createPayLab()
})
afterAll(() => lab.close())

/** What somebody does; numbers pick a payment or a refund, whichever are there. */
type Act =
  | { readonly kind: 'pay'; readonly amount: number; readonly mode: 'LIVE' | 'TEST' }
  | { readonly kind: 'refund'; readonly payment: number; readonly amount: number; readonly isByOperator: boolean }
  | { readonly kind: 'approve' | 'reject'; readonly refund: number }
  | { readonly kind: 'payOut'; readonly percent: number }

const refundOf = (payment: number, amount: number): Act => ({ kind: 'refund', payment, amount, isByOperator: false })
/** What is refunded is not there any more. */
const ranDry: Act[][] = [[{ kind: 'payOut', percent: 100 }], [refundOf(0, 5)]]
/** Refunds above the amount that needs an operator. */
const manyWait: Act[][] = [
  [1, 2, 3].map(() => ({ kind: 'pay', amount: 60, mode: 'LIVE' })),
  [0, 1, 2, 3].flatMap((payment) => [refundOf(payment, 21), refundOf(payment, 21)]),
]

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('pay' as const),
      amount: fc.integer({ min: 1, max: 60 }),
      mode: fc.constantFrom('LIVE' as const, 'LIVE' as const, 'TEST' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('refund' as const),
      payment: fc.nat({ max: 5 }),
      amount: fc.integer({ min: 1, max: 70 }),
      isByOperator: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('approve', 'reject'), refund: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('payOut' as const), percent: fc.nat({ max: 100 }) }) },
)
/** Steps one after the other; the acts of one step happen at once. */
const steps = fc.array(fc.array(act, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 8 })

interface World {
  readonly application: Application
  readonly account: bigint
  readonly cash: bigint
  readonly payments: { readonly id: string; readonly amount: number; refundedMinor: number }[]
  readonly waiting: string[]
}

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % list.length]

async function perform(world: World, act: Act): Promise<void> {
  switch (act.kind) {
    case 'pay': {
      const { id } = await makePaid(lab, world.application, act.mode, { amountMinor: act.amount })
      world.payments.push({ id, amount: act.amount, refundedMinor: 0 })
      return
    }
    case 'refund':
      return refund(world, act.payment, act.amount, act.isByOperator)
    case 'payOut':
      return payOut(world, act.percent)
    default:
      return judge(world, act.kind, act.refund)
  }
}

async function refund(world: World, at: number, amount: number, isByOperator: boolean): Promise<void> {
  const known = pick(world.payments, at)
  if (!known) return
  await inTransaction(async (tx) => {
    const payment = await lockRefundable(tx, known.id)
    if (!payment) throw new Error('the payment is gone')
    const wish = { amountMinor: BigInt(amount), reason: null, requestedBy: 'ada', isByOperator }
    const made = await makeRefund(tx, lab.us, payment, wish)
    const isTooMuch = BigInt(amount) > payment.amountMinor - payment.takenMinor
    expect(made.ok).toBe(!isTooMuch)
    if (!made.ok) return
    if (made.value.status === 'AWAITING_APPROVAL') world.waiting.push(made.value.id)
    if (made.value.status === 'SUCCEEDED') known.refundedMinor += amount
  })
}

async function judge(world: World, verdict: 'approve' | 'reject', at: number): Promise<void> {
  const id = pick(world.waiting, at)
  if (id === undefined) return
  const judged = await inTransaction((tx) =>
    verdict === 'approve' ? approveRefund(tx, lab.us, id, 'ben') : rejectRefund(tx, id, 'ben'),
  )
  if (!judged.ok || judged.value.status !== 'SUCCEEDED') return
  const payment = world.payments.find((one) => one.id === judged.value.paymentId)
  if (payment) payment.refundedMinor += Number(judged.value.amountMinor)
}

/** The application takes some of its money elsewhere, so that refunds can find too little. */
async function payOut({ account, cash }: World, percent: number): Promise<void> {
  const amount = ((await standing(account)).balance * BigInt(percent)) / 100n
  if (amount === 0n) return
  // A refund may have been faster, and then there is not so much left.
  await sql(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
    VALUES ('POSTED', 'LIVE', 'USD', ${amount}, ${account}, ${cash}, 'CREDIT', now())`).catch((refusal: unknown) =>
    expect(refusal).toMatchObject({ constraint: 'account_not_overdrawn' }),
  )
}

async function storedRefunds({ payments }: World) {
  const rows = await sql(`SELECT p.id, coalesce(sum(t.amount_minor), 0)::int AS moved FROM payments p
    LEFT JOIN transfers t ON t.payment_id = p.id AND t.reason = 'REFUND'
    WHERE p.id IN (${payments.map(({ id }) => `'${id}'`).join()}) GROUP BY p.id`)
  return new Map(rows.map(({ id, moved }) => [String(id), Number(moved)]))
}

test('whatever is paid, refunded, judged and paid out at once, no more comes back than was paid, and the books balance', async () => {
  const seen = { refunded: 0, failed: 0, waited: 0 }
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const { application } = await makeApplication({ refundApprovalThresholdMinor: 20n })
      const account = await makeAccount({ kind: 'APPLICATION', applicationId: application.id })
      const cash = await makeAccount({ kind: 'CASH_IN' })
      const world: World = { application, account, cash, payments: [], waiting: [] }
      await perform(world, { kind: 'pay', amount: 60, mode: 'LIVE' })
      for (const acts of script) await Promise.all(acts.map((act) => perform(world, act)))
      for (const { amount, refundedMinor } of world.payments) expect(refundedMinor).toBeLessThanOrEqual(amount)
      const expected = world.payments.map(({ id, refundedMinor }) => [id, refundedMinor] as const)
      expect(await storedRefunds(world)).toEqual(new Map(expected))
      expect(await checkLedger()).toEqual([])
      seen.refunded += world.payments.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0)
      seen.waited += world.waiting.length
      seen.failed += Number(
        (
          await sql(`SELECT count(*)::int AS total FROM refunds r JOIN payments p ON p.id = r.payment_id
        WHERE p.application_id = '${application.id}' AND r.failure_code = 'INSUFFICIENT_BALANCE'`)
        )[0]?.total,
      )
    }),
    { numRuns: 25, examples: [[ranDry], [manyWait]] },
  )
  // The test would prove nothing if its scripts never got anywhere.
  expect(seen.refunded).toBeGreaterThan(50)
  expect(seen.waited).toBeGreaterThan(5)
  expect(seen.failed).toBeGreaterThan(0)
}, 90_000)
