import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { expireCheckouts } from '@/lib/checkout/expire-checkouts'
import { pool } from '@/lib/db/pool'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeAccount, standing } from '@/lib/ledger/testing/make-account'
import { addWallet, createPayLab, makePayer, type PayLab, tally, tracesOf } from './testing/pay-lab'

useTestDatabase()

let lab: PayLab

beforeAll(async () => {
  lab = await createPayLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

const rounds = [1, 2, 3, 4, 5]

async function expectPaidOnce(paymentId: string): Promise<void> {
  const { payment, transfers, proofs, deliveries, jobs } = await tracesOf(paymentId)
  expect(payment).toMatchObject({ status: 'SUCCEEDED', open: false })
  expect([transfers, proofs, deliveries, jobs].map(({ length }) => length)).toEqual([1, 1, 1, 1])
}

test.each(rounds)('two people pay one session at once: one pays (%i)', async () => {
  const [page, ada, ben] = [await lab.checkout(), await makePayer(), await makePayer()]
  const outcomes = await Promise.all([lab.pay(page, ada), lab.pay(page, ben)])
  expect(tally(outcomes)).toEqual({ paid: 1, ALREADY_PAID: 1 })
  await expectPaidOnce(page.paymentId)
  const balances = await Promise.all([standing(ada.walletId), standing(ben.walletId)])
  expect(balances.map(({ balance }) => balance).sort()).toEqual([1000n, 500n])
})

test('one person presses Pay twenty times at once: one transfer, and every press is answered as paid', async () => {
  const [page, ada] = [await lab.checkout({ by: 100 }), await makePayer()]
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => lab.pay(page, ada)))
  expect(tally(outcomes)).toEqual({ paid: 20 })
  await expectPaidOnce(page.paymentId)
  expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
})

test('one person pays one session from two wallets at once: one of them is used', async () => {
  const [page, ada] = [await lab.checkout(), await makePayer()]
  const euro = await addWallet(ada.userId, 1000n, 'EUR')
  const outcomes = await Promise.all([
    lab.pay(page, ada),
    lab.pay(page, { ...ada, walletId: euro }),
    lab.pay(page, ada),
  ])
  expect(outcomes.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(2)
  await expectPaidOnce(page.paymentId)
  expect(await standing(euro)).toMatchObject({ balance: 1000n })
})

test.each(rounds)(
  'one wallet with money for one of two sessions, both paid at once: one is paid, one is told why not (%i)',
  async () => {
    const [one, two, ada] = [await lab.checkout(), await lab.checkout({ by: 100 }), await makePayer(700n)]
    expect(tally(await Promise.all([lab.pay(one, ada), lab.pay(two, ada)]))).toEqual({ paid: 1, INSUFFICIENT_FUNDS: 1 })
    expect(await standing(ada.walletId)).toEqual({ balance: 200n, held: 0n })
  },
)

test('one wallet with money for three of ten sessions, all paid at once: three are paid', async () => {
  const ada = await makePayer(1500n)
  const pages = await Promise.all(Array.from({ length: 10 }, () => lab.checkout()))
  const outcomes = await Promise.all(pages.map((page) => lab.pay(page, ada)))
  expect(tally(outcomes)).toEqual({ paid: 3, INSUFFICIENT_FUNDS: 7 })
  expect(await standing(ada.walletId)).toEqual({ balance: 0n, held: 0n })
})

test.each(rounds)(
  'one order in the sessions of two gateways, paid at once by two people: one is paid (%i)',
  async () => {
    const order = { id: `twin-${crypto.randomUUID()}`, accepts: [100, 101] }
    const [one, two] = [await lab.checkout({ by: 100, order }), await lab.checkout({ by: 101, order })]
    const [ada, ben] = [await makePayer(), await makePayer()]
    const outcomes = await Promise.all([lab.pay(one, ada), lab.pay(two, ben)])
    expect(tally(outcomes)).toEqual({ paid: 1, ALREADY_PAID: 1 })
    expect(await countOf('proofs', `proof_text LIKE '%${order.id}%'`)).toBe(1)
  },
)

describe('at the same moment as somebody pays', () => {
  const outcomeOf = async (paymentId: string) => {
    const { payment, transfers, deliveries } = await tracesOf(paymentId)
    return `${payment?.status} with ${transfers.length} transfers, ${deliveries.length} deliveries, ${payment?.open ? 'open' : 'closed'}`
  }

  test('a cancellation either comes first and nothing moves, or comes too late', async () => {
    const pages = await Promise.all(Array.from({ length: 10 }, () => lab.checkout()))
    await Promise.all(
      pages.map(async ({ sessionId, paymentId }, index) => {
        const ada = await makePayer()
        const both = [() => lab.pay({ sessionId }, ada), () => cancelCheckout(sessionId, null)] as const
        const [first, second] = index % 2 === 0 ? both : ([both[1], both[0]] as const)
        await Promise.all([first(), second()])
        expect([
          'SUCCEEDED with 1 transfers, 1 deliveries, closed',
          'CANCELLED with 0 transfers, 0 deliveries, closed',
        ]).toContain(await outcomeOf(paymentId))
      }),
    )
  })

  test('the sweep either ends the session and nothing moves, or passes it by', async () => {
    // In the second in which the database's clock is past the end and the payer's whole seconds are not.
    const expiresAtEpochSeconds = Math.floor(Date.now() / 1000) + 0.001
    const pages = await Promise.all(Array.from({ length: 10 }, () => lab.checkout({ expiresAtEpochSeconds })))
    const payers = await Promise.all(pages.map(() => makePayer()))
    const now = Math.floor(Date.now() / 1000) + 0.001
    await sql(
      `UPDATE payments SET expires_at = to_timestamp(${now}) WHERE id IN (${pages.map((p) => `'${p.paymentId}'`).join()})`,
    )
    await Promise.all(
      pages.flatMap((page, index) => {
        const payer = payers[index]
        return [payer && lab.pay(page, payer), index % 3 === 0 ? expireCheckouts() : undefined]
      }),
    )
    for (const { paymentId } of pages) {
      expect([
        'SUCCEEDED with 1 transfers, 1 deliveries, closed',
        'EXPIRED with 0 transfers, 0 deliveries, closed',
        'PENDING with 0 transfers, 0 deliveries, open',
        'CREATED with 0 transfers, 0 deliveries, open',
      ]).toContain(await outcomeOf(paymentId))
    }
    await expireCheckouts()
    for (const { paymentId } of pages) expect(await outcomeOf(paymentId)).toMatch(/^(SUCCEEDED with 1|EXPIRED with 0)/)
  })

  test('a cancelled or expired session stays so: paying it is refused, and cancelling a paid one changes nothing', async () => {
    const [cancelled, expired, paid, ada] = [
      await lab.checkout(),
      await lab.checkout(),
      await lab.checkout(),
      await makePayer(),
    ]
    await cancelCheckout(cancelled.sessionId, null)
    await sql(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = '${expired.paymentId}'`)
    expect(await expireCheckouts()).toBeGreaterThan(0)
    await lab.pay(paid, ada)
    expect(await lab.pay(cancelled, ada)).toEqual({ ok: false, error: 'SESSION_CANCELLED' })
    expect(await lab.pay(expired, ada)).toEqual({ ok: false, error: 'SESSION_EXPIRED' })
    expect(await cancelCheckout(paid.sessionId, null)).toMatchObject({ isCancelled: false })
    await expectPaidOnce(paid.paymentId)
  })
})

describe('a busy payee', () => {
  test('keeps no payer waiting while another transaction that credits it is still open', async () => {
    const payee = await makeAccount({ kind: 'MERCHANT', ocid: 300 })
    const cash = await makeAccount({ kind: 'CASH_IN' })
    const slow = await pool().connect()
    try {
      await slow.query('BEGIN')
      await slow.query(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
        VALUES ('POSTED', 'LIVE', 'USD', 7, ${cash}, ${payee}, 'CREDIT', now())`)
      const before = await standing(payee)
      expect(await lab.pay(await lab.checkout(), await makePayer())).toMatchObject({ ok: true })
      expect(await standing(payee)).toMatchObject({ balance: before.balance + 500n })
      await slow.query('COMMIT')
      expect(await standing(payee)).toMatchObject({ balance: before.balance + 507n })
    } finally {
      slow.release()
    }
  })

  test('that nobody has paid before gets one account, however many pay it first', async () => {
    lab.peers.put(301, 'merchant')
    const pages = await Promise.all(Array.from({ length: 15 }, () => lab.checkout({ order: { ocid: 301 } })))
    const payers = await Promise.all(pages.map(() => makePayer()))
    const outcomes = await Promise.all(
      pages.map((page, index) => lab.pay(page, payers[index] ?? { userId: '', walletId: 0n })),
    )
    expect(tally(outcomes)).toEqual({ paid: 15 })
    const accounts = await sql("SELECT id FROM ledger_accounts WHERE kind = 'MERCHANT' AND ocid = 301")
    expect(accounts).toHaveLength(1)
    expect(await standing(BigInt(String(accounts[0]?.id)))).toEqual({ balance: 7500n, held: 0n })
  })
})
