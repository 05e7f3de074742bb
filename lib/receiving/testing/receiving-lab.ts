import { randomBytes } from 'node:crypto'
import { makeNonce, nowSeconds } from '@/lib/checkout/testing/make-checkout'
import { sql } from '@/lib/db/testing/sql'
import { createTestGateway } from '@/lib/gateway/testing/test-gateway'
import type { SignedCall } from '@/lib/http/signed-route'
import { makeAccount, makeUser } from '@/lib/ledger/testing/make-account'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { findPartner, savePartner } from '@/lib/partners/partner-store'
import { createPayment } from '@/lib/receiving/create-payment'
import { createTransfer } from '@/lib/receiving/create-transfer'
import type { PaymentRequest } from '@/lib/receiving/payment-request'
import type { ProofRequest, SettleRequest } from '@/lib/receiving/proof-request'
import { receiveProof } from '@/lib/receiving/receive-proof'
import { settlePayment } from '@/lib/receiving/settle-payment'
import type { TransferRequest } from '@/lib/receiving/transfer-request'
import { verifyTxid } from '@/lib/receiving/verify-txid'

/** Who is there: partners with reserves, a merchant and a gateway with accounts, providers whose proofs we accept, others. */
export const partner = 100
export const otherPartner = 101
export const merchant = 300
export const provider = 400
export const otherProvider = 401
export const gatewayWithAccount = 500
export const stranger = 900

interface More {
  readonly key?: string
  readonly now?: number
  readonly nonce?: ReturnType<typeof makeNonce>
}

export type Envelope = { readonly proof: JsonObject; readonly signature: string }

/** Our gateway, which accepts the proofs of two providers. Needs a test database. */
export async function createReceivingLab(env: Record<string, string> = {}) {
  const { us, peers, close } = await createTestGateway({ env: { ACCEPTS: `${provider},${otherProvider}`, ...env } })
  const everybody = [partner, otherPartner, merchant, provider, otherProvider, gatewayWithAccount, stranger]
  for (const ocid of everybody) peers.put(ocid, wordOf(ocid))
  await savePartner(merchant, { merchantAccount: true })
  await savePartner(gatewayWithAccount, { gatewayAccount: true })
  const signed = async <Body>(ocid: number, body: Body, { key, now, nonce }: More): Promise<SignedCall<Body>> => {
    const caller = await us.registry.peer(ocid)
    if (!caller.ok) throw new Error(`${ocid} is not on the network of this test`)
    return {
      gateway: us,
      request: new Request('https://pay.example/', { headers: key === undefined ? {} : { 'idempotency-key': key } }),
      params: {},
      nowEpochSeconds: now ?? nowSeconds(),
      caller: caller.value,
      partner: await findPartner(ocid),
      body,
      nonce: nonce ?? makeNonce({ ocid }),
    }
  }
  return {
    us,
    peers,
    close,
    transfer: async (ocid: number, body: TransferRequest, more: More = {}) =>
      createTransfer(await signed(ocid, body, more)),
    tell: async (ocid: number, body: Envelope, more: More = {}) =>
      receiveProof(await signed<ProofRequest>(ocid, body, more)),
    create: async (ocid: number, body: PaymentRequest, more: More = {}) =>
      createPayment(await signed(ocid, body, more)),
    settle: async (ocid: number, txid: string, body: Envelope, more: More = {}) =>
      settlePayment(await signed<SettleRequest>(ocid, { txid, ...body }, more)),
    verify: async (ocid: number, txid: string, more: More = {}) =>
      verifyTxid({ ...(await signed(ocid, undefined, more)), params: { txid } }),
  }
}

export type ReceivingLab = Awaited<ReturnType<typeof createReceivingLab>>

const wordOf = (ocid: number) => `party ${ocid}`

/** A proof as a provider signs it: over 5 dollars to us, for a reference that nobody has, unless `changes` say otherwise. */
export function prove(changes: Record<string, unknown> = {}, issuer = provider): Envelope {
  const reference = `nobody_${randomBytes(4).toString('hex')}`
  const proof = {
    txid: `tx_${randomBytes(16).toString('hex')}`,
    issuer,
    from: { ocid: stranger, reference: 'their payment' },
    to: { ocid: 200, reference },
    amount: '5.00',
    currency: 'USD',
    timestamp: nowSeconds(),
    ...changes,
  } as JsonObject
  return { proof, signature: signObject(proof, testPerson(wordOf(issuer)).signer) }
}

/** The body of a transfer of 5 dollars to the merchant. */
export function transferBody(changes: Record<string, unknown> = {}, from: number = partner): TransferRequest {
  const reference = `ref_${randomBytes(8).toString('hex')}`
  const ends = { from: { ocid: from, reference }, to: { ocid: merchant, reference: 'invoice 7' } }
  return { ...ends, amount: '5.00', currency: 'USD', ...changes } as TransferRequest
}

/** The body of a payment of 5 dollars to the merchant; `undefined` takes a member away. */
export function paymentBody(changes: Record<string, unknown> = {}): PaymentRequest {
  const body = { to: merchant, amount: '5.00', currency: 'USD', reference: 'their order', ...changes }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as PaymentRequest
}

export const makeReserve = (ocid: number, amountMinor: bigint, currency = 'USD') =>
  makeAccount({ kind: 'PARTNER_RESERVE', ocid }, { amountMinor, currency })

/** A new person, with the reference under which others pay. */
export async function makeRecipient(ocid?: number): Promise<{ userId: string; reference: string }> {
  const userId = await makeUser()
  if (ocid !== undefined) await sql(`UPDATE users SET ocid = ${ocid} WHERE id = '${userId}'`)
  const [row] = await sql(`SELECT reference FROM users WHERE id = '${userId}'`)
  return { userId, reference: String(row?.reference) }
}

/** What stands on the account of this kind and owner, or null without one. */
export async function balanceOf(kind: string, owner: number | string | null, currency = 'USD'): Promise<number | null> {
  const whose = typeof owner === 'string' ? `user_id = '${owner}'` : `ocid IS NOT DISTINCT FROM ${owner}`
  const [row] =
    await sql(`SELECT balance_minor + coalesce((SELECT sum(amount_minor) FROM account_postings WHERE account_id = a.id), 0) AS balance
    FROM ledger_accounts a WHERE kind = '${kind}' AND currency = '${currency}' AND mode = 'LIVE' AND ${whose}`)
  return row ? Number(row.balance) : null
}

const tables = [
  'transfers',
  'proofs',
  'deliveries',
  'partner_transfers',
  'incoming_payments',
  'received_proofs',
  'ledger_accounts',
]

/** How many rows the tables have that a refusal must leave alone. */
export async function written(): Promise<unknown> {
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`)
  const jobs = '(SELECT count(*)::int FROM graphile_worker._private_jobs) AS jobs'
  return (await sql(`SELECT ${counts.join(', ')}, ${jobs}`))[0]
}
