import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makePasskeyRow } from '@/lib/auth/testing/make-passkey'
import { findCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { makeOrder } from '@/lib/checkout/testing/make-checkout'
import { pool } from '@/lib/db/pool'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { choosePaymentPath } from './choose-payment-path'
import { knownPayeeAccount } from './start-path'
import { startTogether } from './start-together'
import { createPayLab, makePayer, type Payer, type PayLab, tracesOf } from './testing/pay-lab'

useTestDatabase()

interface Page {
  readonly sessionId: string
  readonly paymentId: string
}

let lab: PayLab
let pages: Page[]
let payers: Payer[]

beforeAll(async () => {
  lab = await createPayLab()
  // The second payment finds the account of the merchant that the first one opened.
  for (const _ of [1, 2]) await lab.pay(await lab.checkout(), await makePayer())
})
beforeEach(async () => {
  pages = await Promise.all(Array.from({ length: 5 }, () => lab.checkout()))
  payers = await Promise.all(pages.map(() => makePayer()))
})
afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})
afterAll(() => lab.close())

/** What one press on Pay asks of the group. */
async function attemptOf(page: Page, { userId: payerId, walletId }: Payer) {
  const checkout = await findCheckout(page.sessionId)
  if (!checkout) throw new Error('there is no such page')
  const { sessionId, mode, amountMinor, currency, merchantOcid } = checkout
  const order = storedOrder(checkout.orderText)
  const path = await choosePaymentPath(lab.us, checkout, order)
  if (!path.ok || 'providers' in path.value) throw new Error('the path is not one of our own')
  const payeeAccountId = knownPayeeAccount(path.value, checkout)
  if (payeeAccountId === undefined) throw new Error('nobody has paid this merchant yet')
  const attempt = {
    sessionId,
    payerId,
    walletId,
    mode,
    amountMinor,
    currency,
    merchantOcid,
    order,
    leaseOwner: payerId,
  }
  return { us: lab.us, attempt, path: path.value, payeeAccountId }
}

const nobody: Payer = { userId: crypto.randomUUID(), walletId: 0n }
const payerOf = (place: number): Payer => payers[place] ?? nobody

/** Has all of them in one group: a call for nothing goes first, and all that come with it are the next one, or are in its own. */
async function payInOneGroup(presses: readonly (readonly [Page, Payer])[]) {
  const attempts = await Promise.all(presses.map(([page, payer]) => attemptOf(page, payer)))
  const [first] = attempts
  if (!first) return []
  const nothing = { sessionId: 'sess_none', walletId: 0n, order: makeOrder() }
  const decoy = { ...first, attempt: { ...first.attempt, ...nothing } }
  const [, ...outcomes] = await Promise.all([decoy, ...attempts].map(startTogether))
  return outcomes.map((outcome) => (outcome === 'alone' ? 'alone' : outcome.ok ? outcome.value : outcome.error))
}

const pressAll = () => pages.map((page, place) => [page, payerOf(place)] as const)
const isPaid = async ({ paymentId }: Page) => {
  const { payment, transfers, proofs, deliveries, jobs } = await tracesOf(paymentId)
  const counts = [transfers, proofs, deliveries, jobs].map(({ length }) => length)
  return payment?.status === 'SUCCEEDED' && payment.open === false && counts.every((count) => count === 1)
}

test('several people pay in one transaction, each with a transfer, a proof and a webhook of its own', async () => {
  expect(await payInOneGroup(pressAll())).toEqual(pages.map(() => 'settled'))
  expect(await Promise.all(pages.map(isPaid))).toEqual(pages.map(() => true))
  const ids = pages.map(({ paymentId }) => `'${paymentId}'`).join()
  const [together] = await sql(
    `SELECT count(DISTINCT xmin::text)::int AS transactions FROM transfers WHERE payment_id IN (${ids})`,
  )
  expect(together).toEqual({ transactions: 1 })
  const proofs = await sql(
    `SELECT p.id, r.proof_text AS text FROM payments p JOIN proofs r ON r.payment_id = p.id WHERE p.id IN (${ids})`,
  )
  for (const { id, text } of proofs) expect(JSON.parse(String(text)).from.reference).toBe(id)
  for (const { walletId } of payers) expect(await standing(walletId)).toEqual({ balance: 500n, held: 0n })
})

test('each is told of its own refusal, and the others are paid', async () => {
  const [late, cancelled, poor, foreign, fine] = pages as [Page, Page, Page, Page, Page]
  await sql(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = '${late.paymentId}'`)
  await sql(
    `UPDATE payments SET status = 'PENDING' WHERE id = '${cancelled.paymentId}'`,
    `UPDATE payments SET status = 'CANCELLED' WHERE id = '${cancelled.paymentId}'`,
  )
  const penniless = await makePayer(499n)
  const outcomes = await payInOneGroup([
    [late, payerOf(0)],
    [cancelled, payerOf(1)],
    [poor, penniless],
    [foreign, { ...payerOf(3), walletId: payerOf(2).walletId }],
    [fine, payerOf(4)],
  ])
  const refused = ['SESSION_EXPIRED', 'SESSION_CANCELLED', 'INSUFFICIENT_FUNDS', 'WALLET_NOT_FOUND']
  expect(outcomes).toEqual([...refused, 'settled'])
  expect(await Promise.all(pages.map(isPaid))).toEqual([false, false, false, false, true])
  for (const { paymentId } of pages.slice(0, 4)) {
    const { transfers, proofs, deliveries } = await tracesOf(paymentId)
    expect([transfers, proofs, deliveries]).toEqual([[], [], []])
  }
})

test('a payment that its person has to confirm first is refused, and the others are paid', async () => {
  const { userId } = payerOf(0)
  await makePasskeyRow(userId)
  await sql(
    `INSERT INTO confirmation_limits (user_id, currency, amount_minor) VALUES ('${userId}', 'USD', 499), ('${userId}', 'EUR', 1)`,
  )
  expect(await payInOneGroup(pressAll())).toEqual(['CONFIRMATION_REQUIRED', ...pages.slice(1).map(() => 'settled')])
  expect(await Promise.all(pages.map(isPaid))).toEqual([false, true, true, true, true])
})

test.each(['payment', 'wallet'] as const)(
  'a %s that somebody has locked is left alone, and nobody of the group waits for it',
  async (what) => {
    const [[page], [payer]] = [pages as [Page], payers as [Payer]]
    const somebody = await pool().connect()
    try {
      await somebody.query('BEGIN')
      await somebody.query(
        what === 'payment'
          ? `SELECT FROM payments WHERE id = '${page.paymentId}' FOR UPDATE`
          : `SELECT FROM ledger_accounts WHERE id = ${payer.walletId} FOR NO KEY UPDATE`,
      )
      expect(await payInOneGroup(pressAll())).toEqual(['alone', 'settled', 'settled', 'settled', 'settled'])
    } finally {
      // Its transaction ends with it.
      somebody.release(true)
    }
    expect(await lab.pay(page, payer)).toMatchObject({ ok: true, value: { isPaid: true } })
    expect(await Promise.all(pages.map(isPaid))).toEqual(pages.map(() => true))
  },
)

/** Two pages of one order, at two gateways whose accounts are open. */
async function twins(): Promise<readonly [Page, Page]> {
  const order = { id: `twin-${crypto.randomUUID()}`, accepts: [100, 101] }
  for (const by of [100, 100, 101, 101] as const) await lab.pay(await lab.checkout({ by }), await makePayer())
  return [await lab.checkout({ by: 100, order }), await lab.checkout({ by: 101, order })]
}

test('a page whose order was paid on another one is left alone, and spoils nobody’s payment', async () => {
  const [paid, twin] = await twins()
  await lab.pay(paid, await makePayer())
  const presser = await makePayer()
  expect(await payInOneGroup([[twin, presser], ...pressAll()])).toEqual(['alone', ...pages.map(() => 'settled')])
  expect(await lab.pay(twin, presser)).toEqual({ ok: false, error: 'ALREADY_PAID' })
})

test('what the database refuses of one leaves nothing of the group behind, and all are paid alone', async () => {
  const [poor] = payers as [Payer]
  const refuse = `CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.debit_account_id = ${poor.walletId} THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$`
  await sql(refuse, 'CREATE TRIGGER refuse_one BEFORE INSERT ON transfers FOR EACH ROW EXECUTE FUNCTION refuse_one()')
  const before = await countOf('transfers')
  try {
    expect(await payInOneGroup(pressAll())).toEqual(pages.map(() => 'alone'))
    expect(await countOf('transfers')).toBe(before)
    const outcomes = await Promise.allSettled(pressAll().map(([page, payer]) => lab.pay(page, payer)))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', ...pages.slice(1).map(() => 'fulfilled')])
  } finally {
    await sql('DROP TRIGGER refuse_one ON transfers', 'DROP FUNCTION refuse_one')
  }
  expect(await Promise.all(pages.map(isPaid))).toEqual([false, true, true, true, true])
})

test('a stranger’s press for somebody’s wallet is refused, and keeps its owner from nothing', async () => {
  const [page, other] = pages as [Page, Page]
  const [owner, stranger] = payers as [Payer, Payer]
  const press = { userId: stranger.userId, walletId: owner.walletId }
  const presses = [[page, press] as const, [other, owner] as const]
  expect(await payInOneGroup(presses)).toEqual(['WALLET_NOT_FOUND', 'settled'])
  expect(await standing(owner.walletId)).toEqual({ balance: 500n, held: 0n })
})

test.each(['page', 'wallet', 'order'] as const)(
  'two presses for the same %s never share a transaction',
  async (what) => {
    const [one, two] = await twins()
    const [ada, ben] = [payerOf(0), payerOf(1)]
    const [page, other] = pages as [Page, Page]
    const rivals = {
      page: [
        [page, ada],
        [page, ben],
      ],
      wallet: [
        [page, ada],
        [other, ada],
      ],
      order: [
        [one, ada],
        [two, ben],
      ],
    } as const
    const third = pages[2] as Page
    const outcomes = await payInOneGroup([...rivals[what], [third, payerOf(2)]])
    // The second one was the only one of a later group.
    expect(outcomes).toEqual(['settled', 'alone', 'settled'])
  },
)
