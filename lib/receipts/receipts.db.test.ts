import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { newLinkToken } from '@/lib/links/link-token'
import { readEvidence } from '@/lib/opencharge/evidence'
import { judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { createPayLab, makePayer, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { getReceipt } from './get-receipt'
import { lookUpReceipt } from './look-up-receipt'
import { mailReceipt } from './mail-receipt'
import { receiptBundle } from './receipt-bundle'
import { receiptKeys } from './receipt-keys'
import { findReceipt, openReceipt } from './receipt-store'

useTestDatabase()

let lab: PayLab

beforeAll(async () => {
  vi.stubEnv('GATEWAY_MODE', 'development')
  lab = await createPayLab()
})
afterAll(() => lab.close())

async function paid() {
  const [payer, checkout] = [await makePayer(), await lab.checkout()]
  expect(await lab.pay(checkout, payer)).toMatchObject({ ok: true })
  return { payer, checkout, open: () => openReceipt(checkout.paymentId, payer.userId, newLinkToken()) }
}

describe('a receipt', () => {
  test('is made when its payer first asks, and stays the same however often and by how many presses', async () => {
    const { payer, checkout, open } = await paid()
    const tokens = await Promise.all(Array.from({ length: 10 }, open))
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(await openReceipt(checkout.sessionId, payer.userId, newLinkToken())).toBe(tokens[0])
  })

  test('is made for nobody else, and of nothing that is not paid', async () => {
    const { checkout } = await paid()
    const ben = await makePayer()
    expect(await openReceipt(checkout.paymentId, ben.userId, newLinkToken())).toBeUndefined()
    const open = await lab.checkout()
    expect(await openReceipt(open.paymentId, ben.userId, newLinkToken())).toBeUndefined()
    const byHand = (token: string) =>
      sql(`INSERT INTO receipts (token, payment_id) VALUES ('${token}', '${open.paymentId}')`)
    await expect(byHand(newLinkToken())).rejects.toThrow('is not paid')
  })

  test('cannot be changed, moved or taken back, and has a token of 128 bits', async () => {
    const { open } = await paid()
    const token = await open()
    await expect(sql(`UPDATE receipts SET payment_id = 'x' WHERE token = '${token}'`)).rejects.toThrow('stays')
    await expect(sql(`DELETE FROM receipts WHERE token = '${token}'`)).rejects.toThrow('stays')
    const { checkout } = await paid()
    await expect(
      sql(`INSERT INTO receipts (token, payment_id) VALUES ('abc', '${checkout.paymentId}')`),
    ).rejects.toThrow('receipt_token_form')
  })

  test('and its bundle say nothing of the payer, and the bundle proves the payment by itself', async () => {
    const { payer, open } = await paid()
    const token = (await open()) ?? ''
    const receipt = await findReceipt(token)
    if (!receipt) throw new Error('there is no receipt')
    const view = await getReceipt(lab.us, token, receipt)
    const keys = await receiptKeys(lab.us, receipt)
    const bundle = receiptBundle(receipt, keys, view.url)
    const [row] = await sql(`SELECT email, reference FROM users WHERE id = '${payer.userId}'`)
    const shown = JSON.stringify(view, (_, value) => (typeof value === 'bigint' ? String(value) : value)) + bundle
    for (const secret of [payer.userId, String(row?.email), String(row?.reference)]) expect(shown).not.toContain(secret)
    const evidence = readEvidence(new TextEncoder().encode(bundle))
    if (!evidence.ok) throw new Error(evidence.error)
    const now = Math.floor(Date.now() / 1000)
    expect(judgeEvidence(evidence.value, lab.us.crypto, lab.us.env.CURRENCIES, now)).toMatchObject({ verdict: 'valid' })
  })

  test('is mailed to its own payer only, and not without end', async () => {
    const { payer, open } = await paid()
    const token = (await open()) ?? ''
    const words = { subject: 'Receipt', text: token }
    const ada = { id: payer.userId, email: 'ada@example.com' }
    expect(await mailReceipt(token, { id: (await makePayer()).userId, email: 'ben@example.com' }, words)).toEqual({
      ok: false,
      error: 'NOT_YOURS',
    })
    const outcomes = []
    for (let count = 0; count < 12; count++) outcomes.push((await mailReceipt(token, ada, words)).ok)
    expect(outcomes.filter(Boolean)).toHaveLength(10)
    expect(await sql(`SELECT DISTINCT recipient FROM development_mails WHERE text = '${token}'`)).toEqual([
      { recipient: 'ada@example.com' },
    ])
  })
})

describe('guessing', () => {
  test('finds nothing, and after sixty misses a minute not even what is there', async () => {
    const { open } = await paid()
    const token = (await open()) ?? ''
    for (let count = 0; count < 30; count++) {
      expect(await lookUpReceipt(newLinkToken(), '192.0.2.1')).toEqual({ ok: false, error: 'NOT_FOUND' })
      expect(await lookUpReceipt(token, '192.0.2.1')).toMatchObject({ ok: true })
    }
    for (const guess of ['', "' OR 1=1", '%', token.slice(0, 21), `${token}A`, token.toLowerCase()])
      expect(await lookUpReceipt(guess, '192.0.2.1')).toMatchObject({ ok: false })
    for (let count = 0; count < 30; count++) await lookUpReceipt(newLinkToken(), '192.0.2.1')
    expect(await lookUpReceipt(token, '192.0.2.1')).toEqual({ ok: false, error: 'TOO_MANY' })
    expect(await lookUpReceipt(token, '192.0.2.2')).toMatchObject({ ok: true })
  })
})
