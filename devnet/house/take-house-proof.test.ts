import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { nowEpochSeconds, signedBody } from '@/devnet/testing/fake-gateway'
import { paidBy, paymentBody, promised, refusal } from '@/devnet/testing/house-moves'
import { createPartyClient, type PartyClient } from '@/devnet/testing/party-client'
import type { JsonObject } from '@/lib/opencharge/json-value'

let lab: DevnetLab
let client: PartyClient
beforeAll(async () => {
  lab = await openDevnetLab()
  client = createPartyClient(lab)
})
afterAll(() => lab.close())

const books = () => lab.status().then(({ houses }) => houses['320'])

const proofFor = (reference: string, more: JsonObject = {}): JsonObject => ({
  txid: `tx_${reference}`,
  issuer: 310,
  from: { ocid: 200 },
  to: { ocid: 320, reference },
  amount: '3200',
  currency: 'JPY',
  timestamp: nowEpochSeconds(),
  ...more,
})

const deliver = (proof: JsonObject, as = 310) =>
  client.post(320, '/transfer/webhook', signedBody(proof, lab.partySigner(310)), { as })

describe('a proof that comes by webhook', () => {
  it('is shown as unmatched until somebody settles a payment with it', async () => {
    const txid = await promised(client, 320, paymentBody('webhook first'))
    const { proof, signature } = await paidBy(client, 310, 320, txid)
    await vi.waitFor(async () => expect((await books())?.unmatched).toContainEqual(proof), { timeout: 10_000 })
    expect((await client.post(320, '/payment/settle', { txid, proof, signature })).status).toBe(200)
    expect((await books())?.unmatched).not.toContainEqual(proof)
  })

  it('is kept when it is for nothing that is known, and answered alike each time', async () => {
    const proof = proofFor('nobody knows')
    const expected = { status: 200, json: { status: 'accepted', txid: proof.txid } }
    expect(await deliver(proof)).toMatchObject(expected)
    expect(await deliver(proof)).toMatchObject(expected)
    expect((await books())?.unmatched.filter(({ txid }) => txid === proof.txid)).toEqual([proof])
  })

  it('is refused when it is for another party, or under a txid that stands for something else', async () => {
    expect(await deliver(proofFor('r1', { to: { ocid: 330 } }))).toMatchObject(refusal(400, 'INVALID_PROOF'))
    await deliver(proofFor('r2'))
    const hint = { hint: 'txid_reused' }
    expect(await deliver(proofFor('r2', { amount: '9' }))).toMatchObject(refusal(400, 'INVALID_PROOF', hint))
  })

  it('is refused when its money is not that of the payment it names', async () => {
    const txid = await promised(client, 320, paymentBody('too little'))
    expect(await deliver(proofFor(txid, { amount: '1' }))).toMatchObject(refusal(400, 'AMOUNT_MISMATCH'))
  })

  it('is taken from its issuer only', async () => {
    expect(await deliver(proofFor('r3'), 330)).toMatchObject(refusal(400, 'INVALID_PROOF'))
    expect(await deliver(proofFor('r4', { issuer: 330 }), 330)).toMatchObject(refusal(400, 'ISSUER_NOT_ACCEPTED'))
  })
})
