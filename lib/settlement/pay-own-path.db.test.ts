import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { expireCheckouts } from '@/lib/checkout/expire-checkouts'
import { findCheckout, lockCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { makeAccount, standing } from '@/lib/ledger/testing/make-account'
import { holdTransfer } from '@/lib/ledger/transfer-store'
import type { OwnPath } from '@/lib/settlement-path/strategy'
import { decidePay } from './decide-pay'
import { payOwnPath } from './pay-own-path'
import { lockWallet } from './settlement-store'
import { addWallet, createPayLab, makePayer, type Payer, type PayLab, tracesOf } from './testing/pay-lab'

useTestDatabase()

let lab: PayLab
const path: OwnPath = { strategy: 'direct', payee: { kind: 'MERCHANT', ocid: 300 }, memo: 'reason:payment,order:1' }

beforeAll(async () => {
  lab = await createPayLab()
  await makeAccount({ kind: 'MERCHANT', ocid: 300 })
})
afterAll(() => lab.close())

/** What the rule says of the books as they are, and what the one call does with them. */
async function both(sessionId: string, { userId: payerId, walletId }: Payer) {
  const now = Math.floor(Date.now() / 1000)
  const rule = await inTransaction(async (tx) => {
    const checkout = await lockCheckout(tx, sessionId)
    return decidePay(checkout, checkout && (await lockWallet(tx, walletId, payerId, checkout.mode)), payerId, now)
  })
  const checkout = await findCheckout(sessionId)
  if (!checkout) throw new Error('there is no such checkout')
  const order = storedOrder(checkout.orderText)
  const paid = await payOwnPath(lab.us, { checkout, order, payerId, walletId }, path)
  return { rule: rule.ok ? rule.value : rule.error, paid }
}

/** Money of the wallet is held for a payment, as it is while others settle it. */
async function hold(walletId: bigint, amountMinor: bigint, paymentId: string): Promise<void> {
  const creditAccountId = await makeAccount({ kind: 'SUSPENSE' })
  const ends = { debitAccountId: walletId, creditAccountId, paymentId }
  await sql(`UPDATE payments SET status = 'PENDING' WHERE id = '${paymentId}'`)
  await inTransaction((tx) =>
    holdTransfer(tx, { mode: 'LIVE', currency: 'USD', amountMinor, ...ends, reason: 'PAYMENT' }),
  )
}

type Scene = (page: { sessionId: string; paymentId: string }, ada: Payer) => Promise<Payer | undefined>
const nothing: Scene = async () => undefined

const scenes: readonly (readonly [string, string, Scene])[] = [
  ['an open checkout and a wallet with the money', 'move', nothing],
  [
    'a checkout that nobody has looked at yet',
    'move',
    async ({ paymentId }) => {
      expect((await tracesOf(paymentId)).payment?.status).toBe('CREATED')
      return undefined
    },
  ],
  ['exactly the money', 'move', () => makePayer(500n)],
  ['one unit too little', 'INSUFFICIENT_FUNDS', () => makePayer(499n)],
  [
    'a wallet of another currency',
    'CURRENCY_MISMATCH',
    async (_, ada) => ({ ...ada, walletId: await addWallet(ada.userId, 1000n, 'EUR') }),
  ],
  ['play money', 'WALLET_NOT_FOUND', () => makePayer(1000n, 'USD', 'TEST')],
  [
    "somebody else's wallet",
    'WALLET_NOT_FOUND',
    async (_, ada) => ({ ...ada, walletId: (await makePayer()).walletId }),
  ],
  ['no wallet', 'WALLET_NOT_FOUND', async (_, ada) => ({ ...ada, walletId: 0n })],
  [
    'money that is held for something else',
    'INSUFFICIENT_FUNDS',
    async (_, ada) => {
      const other = await lab.checkout()
      await hold(ada.walletId, 600n, other.paymentId)
      return undefined
    },
  ],
  [
    'a checkout that was paid by the same person',
    'already',
    async (page, ada) => {
      expect(await lab.pay(page, ada)).toMatchObject({ ok: true })
      return undefined
    },
  ],
  [
    'a checkout that somebody else paid',
    'ALREADY_PAID',
    async (page) => {
      expect(await lab.pay(page, await makePayer())).toMatchObject({ ok: true })
      return undefined
    },
  ],
  [
    'a cancelled checkout',
    'SESSION_CANCELLED',
    async ({ sessionId }) => {
      await cancelCheckout(sessionId)
      return undefined
    },
  ],
  [
    'a checkout whose time is over, which nobody has ended yet',
    'SESSION_EXPIRED',
    async ({ paymentId }) => {
      await sql(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = '${paymentId}'`)
      return undefined
    },
  ],
  [
    'a checkout that was ended',
    'SESSION_EXPIRED',
    async ({ paymentId }) => {
      await sql(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = '${paymentId}'`)
      await expireCheckouts()
      return undefined
    },
  ],
]

describe.each(scenes)('%s', (_, expected, arrange) => {
  test(`the rule says ${expected}, and the one call ${expected === 'move' ? 'pays' : 'changes nothing'}`, async () => {
    const [page, ada] = [await lab.checkout(), await makePayer()]
    const payer = (await arrange(page, ada)) ?? ada
    const [before, transfers] = [await tracesOf(page.paymentId), await countOf('transfers', 'true')]
    expect(await both(page.sessionId, payer)).toEqual({ rule: expected, paid: expected === 'move' })
    const after = await tracesOf(page.paymentId)
    if (expected !== 'move') {
      expect(after).toEqual(before)
      expect(await countOf('transfers', 'true')).toBe(transfers)
    } else {
      expect(after.payment).toMatchObject({
        status: 'SUCCEEDED',
        payerId: payer.userId,
        strategy: 'direct',
        open: false,
      })
      expect([after.transfers, after.proofs, after.deliveries, after.jobs].map(({ length }) => length)).toEqual([
        1, 1, 1, 1,
      ])
    }
  })
})

test('while money is held for the checkout itself, nothing moves', async () => {
  const [page, ada] = [await lab.checkout(), await makePayer()]
  await hold(ada.walletId, 500n, page.paymentId)
  expect(await both(page.sessionId, ada)).toEqual({ rule: 'ALREADY_PAID', paid: false })
  await sql(`UPDATE payments SET payer_id = '${ada.userId}' WHERE id = '${page.paymentId}'`)
  expect(await both(page.sessionId, ada)).toEqual({ rule: 'under_way', paid: false })
})

test('a payee without an account is left to the long way, which opens it', async () => {
  const [page, ada] = [await lab.checkout({ order: { currency: 'EUR' } }), await makePayer(1000n, 'EUR')]
  expect(await both(page.sessionId, ada)).toEqual({ rule: 'move', paid: false })
  expect(await lab.pay(page, ada)).toMatchObject({ ok: true })
  expect(await standing(ada.walletId)).toEqual({ balance: 500n, held: 0n })
})
