import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { proofOf } from '@/devnet/testing/fake-gateway'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())

it('takes a purchase to the payment page, and shows it as paid once the proof has come', async () => {
  const answer = await lab.buy('saffron', 2)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe(`${lab.gateway.origin}/pay/sess_1`)
  const order = lab.gateway.checkouts.at(-1)?.order
  if (!order) throw new Error('no order')
  const page = `/orders/${order.id}`
  expect(await lab.page(page)).toContain('Waiting for payment')
  const delivered = await lab.deliver(proofOf(order))
  expect(delivered).toMatchObject({ status: 200, json: { status: 'accepted', txid: `tx_${order.id}` } })
  await vi.waitFor(async () => expect(await lab.page(page)).toContain('<h1>Paid</h1>'))
})
