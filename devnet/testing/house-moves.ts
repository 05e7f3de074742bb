import type { PartyAnswer, PartyClient } from '@/devnet/testing/party-client'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { type Proof, parseProof } from '@/lib/opencharge/proof'

/** A transfer from the payment gateway's reserve. */
export const transferBody = (reference: string, more: JsonObject = {}): JsonObject => ({
  from: { ocid: 200, reference },
  to: { ocid: 511, reference: `order of ${reference}` },
  amount: '12.00',
  currency: 'EUR',
  ...more,
})

/** A payment to a merchant of a house. */
export const paymentBody = (reference: string, more: JsonObject = {}): JsonObject => ({
  to: 512,
  amount: '3200',
  currency: 'JPY',
  reference,
  order: { id: `order of ${reference}` },
  ...more,
})

/** The signed proof of an answer that must have one. */
export function proofIn({ json, text }: PartyAnswer): { readonly proof: Proof; readonly signature: string } {
  const proof = parseProof(json.proof)
  if (!proof.ok || typeof json.signature !== 'string') throw new Error(`no proof: ${text}`)
  return { proof: proof.value, signature: json.signature }
}

/** Has a payment made at a house; gives its txid. */
export async function promised(client: PartyClient, house: number, body: JsonObject): Promise<string> {
  const { json, text } = await client.post(house, '/payment/create', body)
  if (typeof json.txid !== 'string') throw new Error(`no payment: ${text}`)
  return json.txid
}

/** The provider's proof that it credited a house for one of its payments. */
export async function paidBy(
  client: PartyClient,
  provider: number,
  house: number,
  txid: string,
  more: JsonObject = {},
) {
  const to = { ocid: house, reference: txid }
  const asked = transferBody(`for ${txid}`, { to, amount: '3200', currency: 'JPY', ...more })
  return proofIn(await client.post(provider, '/transfer/create', asked))
}

export const refusal = (status: number, code: string, details?: JsonObject) => ({
  status,
  json: { error: { code, ...(details && { details }) } },
})
