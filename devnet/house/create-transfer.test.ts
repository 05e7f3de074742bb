import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { proofIn, refusal, transferBody } from '@/devnet/testing/house-moves'
import { createPartyClient, type PartyClient } from '@/devnet/testing/party-client'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { checkProofSignature } from '@/lib/opencharge/proof'

let lab: DevnetLab
let client: PartyClient
beforeAll(async () => {
  lab = await openDevnetLab()
  client = createPartyClient(lab)
})
afterAll(() => lab.close())

const transfer = (body: ReturnType<typeof transferBody>, asking = {}) =>
  client.post(310, '/transfer/create', body, asking)
const books = () => lab.status().then(({ houses }) => houses['310'])

describe('a transfer', () => {
  it('moves the money from one reserve to the other, and is proved by the house', async () => {
    const answer = await transfer(transferBody('moves', { memo: 'for books' }))
    const { proof, signature } = proofIn(answer)
    expect(answer.json).toMatchObject({ status: 'completed', txid: proof.txid })
    expect(proof).toEqual({
      txid: expect.stringMatching(/^tx_/),
      issuer: 310,
      from: { ocid: 200, reference: 'moves' },
      to: { ocid: 511, reference: 'order of moves' },
      amount: '12.00',
      currency: 'EUR',
      timestamp: expect.any(Number),
      memo: 'for books',
    })
    expect(checkProofSignature(proof, signature, lab.partySigner(310).publicKey, nobleCrypto).ok).toBe(true)
    const after = await books()
    expect([after?.reserves['200']?.EUR, after?.reserves['511']?.EUR]).toEqual(['49988.00', '12.00'])
    expect(after?.transfers).toEqual([
      { reference: 'moves', callerOcid: 200, to: proof.to, amount: '12.00', currency: 'EUR', txid: proof.txid },
    ])
  })

  it('reaches the webhook of its recipient, who then knows that its order is paid', async () => {
    const order = await lab.order('pessoa-pocket')
    await transfer(transferBody('reaches', { to: { ocid: 511, reference: order.id } }))
    await vi.waitFor(async () => expect(await lab.page(`/orders/${order.id}`)).toContain('<h1>Paid</h1>'), {
      timeout: 10_000,
    })
  })

  it('is made for a recipient that serves no webhook, too', async () => {
    expect((await transfer(transferBody('silent', { to: { ocid: 200 } }))).status).toBe(200)
  })

  it('without a reference and a key is a new one each time', async () => {
    const body = transferBody('', { from: { ocid: 200 } })
    const [first, second] = [await transfer(body), await transfer(body)]
    expect(proofIn(first).proof.txid).not.toBe(proofIn(second).proof.txid)
  })
})

describe('a transfer that is asked for again is given the same proof, and nothing moves', () => {
  it('under its reference, twenty times at once and after a restart', async () => {
    const body = transferBody('again')
    const before = (await books())?.transfers.length ?? 0
    const answers = await Promise.all(Array.from({ length: 20 }, () => transfer(body)))
    const [first] = answers
    expect(first?.status).toBe(200)
    for (const { text } of answers) expect(text).toBe(first?.text)
    const reserves = (await books())?.reserves
    await lab.restart()
    expect((await transfer(body)).text).toBe(first?.text)
    expect((await books())?.transfers).toHaveLength(before + 1)
    expect((await books())?.reserves).toEqual(reserves)
  })

  it('under its Idempotency-Key', async () => {
    const body = transferBody('', { from: { ocid: 200 } })
    const first = await transfer(body, { idempotencyKey: 'key-1' })
    expect((await transfer(body, { idempotencyKey: 'key-1' })).text).toBe(first.text)
    expect((await transfer(body, { idempotencyKey: 'key-2' })).text).not.toBe(first.text)
  })
})

describe('a transfer is refused', () => {
  const cases: readonly [what: string, body: ReturnType<typeof transferBody>, status: number, code: string][] = [
    ['from another party than the caller', transferBody('r1', { from: { ocid: 511 } }), 400, 'INVALID_REQUEST'],
    ['to a party that is not registered', transferBody('r2', { to: { ocid: 999 } }), 400, 'ACCOUNT_NOT_FOUND'],
    ['of more than there is', transferBody('r3', { amount: '99999999.00' }), 402, 'INSUFFICIENT_FUNDS'],
    ['of a currency that is not held', transferBody('r4', { currency: 'GBP' }), 400, 'SETTLEMENT_NOT_SUPPORTED'],
    ['of a fraction of a cent', transferBody('r5', { amount: '0.001' }), 400, 'INVALID_REQUEST'],
    ['of nothing', transferBody('r6', { amount: '0.00' }), 400, 'INVALID_REQUEST'],
  ]

  it.each(cases)('%s', async (_, body, status, code) => {
    const before = await books()
    expect(await transfer(body)).toMatchObject(refusal(status, code))
    expect(await books()).toEqual(before)
  })

  it('to a caller who holds no reserve', async () => {
    const body = transferBody('r7', { from: { ocid: 502 } })
    expect(await transfer(body, { as: 502 })).toMatchObject(refusal(400, 'ACCOUNT_NOT_FOUND'))
  })

  it('under a reference or a key that stands for something else', async () => {
    await transfer(transferBody('taken'), { idempotencyKey: 'taken-key' })
    const conflict = refusal(409, 'ORDER_CONFLICT')
    expect(await transfer(transferBody('taken', { amount: '12.01' }))).toMatchObject(conflict)
    expect(await transfer(transferBody('other'), { idempotencyKey: 'taken-key' })).toMatchObject(conflict)
  })
})

it('lets a recipient spend what it received, under references of its own', async () => {
  await transfer(transferBody('to spend'))
  const body = transferBody('to spend', {
    from: { ocid: 511, reference: 'to spend' },
    to: { ocid: 320 },
    amount: '1.00',
  })
  expect((await transfer(body, { as: 511 })).status).toBe(200)
})

it('has laid in the opening reserve once, however often it starts', async () => {
  const before = (await books())?.reserves['200']
  await lab.restart()
  expect((await books())?.reserves['200']).toEqual(before)
  const { settlementProvider } = lab.devnet()
  expect(settlementProvider).toMatchObject({ ocid: 310, openingReserves: { USD: '50000.00', JPY: '5000000' } })
  expect(Object.keys(before ?? {}).sort()).toEqual(Object.keys(settlementProvider.openingReserves).sort())
})
