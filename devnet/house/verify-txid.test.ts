import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { paidBy, paymentBody, promised, proofIn, refusal, transferBody } from '@/devnet/testing/house-moves'
import { createPartyClient, type PartyClient } from '@/devnet/testing/party-client'

let lab: DevnetLab
let client: PartyClient
beforeAll(async () => {
  lab = await openDevnetLab()
  client = createPartyClient(lab)
})
afterAll(() => lab.close())
afterEach(() => vi.useRealTimers())

const verify = (house: number, txid: string, as = 200) => client.get(house, `/verify/${txid}`, { as })

it('shows a proof unchanged to those who are named in it, and to nobody else', async () => {
  const { proof, signature } = proofIn(await client.post(310, '/transfer/create', transferBody('shown')))
  const expected = { status: 'completed', txid: proof.txid, proof, signature }
  expect((await verify(310, proof.txid)).json).toEqual(expected)
  expect((await verify(310, proof.txid, 511)).json).toEqual(expected)
  expect(await verify(310, proof.txid, 512)).toMatchObject(refusal(404, 'TXID_NOT_FOUND'))
  expect(await verify(310, 'tx_nothing')).toMatchObject(refusal(404, 'TXID_NOT_FOUND'))
})

it('shows a payment as pending, then expired, and its proof once it is settled', async () => {
  const txid = await promised(client, 320, paymentBody('life'))
  expect((await verify(320, txid)).json).toEqual({ status: 'pending', txid })
  const settled = await client.post(320, '/payment/settle', { txid, ...(await paidBy(client, 310, 320, txid)) })
  expect((await verify(320, txid)).json).toMatchObject({ status: 'completed', ...proofIn(settled) })
  const late = await promised(client, 320, paymentBody('late'))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
  expect((await verify(320, late)).json).toEqual({ status: 'expired', txid: late })
})

it('is not for strangers without a signature', async () => {
  expect((await fetch(lab.at('/310/opencharge/verify/tx_nothing'))).status).toBe(401)
})
