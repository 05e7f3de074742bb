import { randomBytes } from 'node:crypto'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Database } from './database'
import { type OwnWorld, useOwnWorld } from './own-world'
import type { Peer } from './peer'
import { call, nowSeconds, type SignedRequest } from './signed-call'
import type { WireAnswer } from './wire'
import { OUR_OCID } from './world'

// The first block of a registry that nobody else writes to.
const PROVIDER = 1700
const UNHEARD_OF = 1702

/** A world with a gateway of its own that accepts the proofs of a provider. Its shop is a merchant of ours. */
export interface ReceivingWorld extends OwnWorld {
  provider: Peer
}

/** Adds who is needed; to be called in `beforeAll`. */
export async function prepareReceiving(world: ReceivingWorld): Promise<void> {
  world.provider = await world.network.add(PROVIDER, { name: 'Provider' })
  await world.db.rows('INSERT INTO partners (ocid, merchant_account) VALUES ($1, true)', [world.shop.ocid])
}

/** Also accepts one that is in no registry. */
export const useReceivingWorld = () => useOwnWorld({ ACCEPTS: `${PROVIDER},${UNHEARD_OF}` }) as ReceivingWorld

export const unheardOf = UNHEARD_OF

/** Puts money into a partner's reserve with us. */
export async function fundReserve(db: Database, ocid: number, amountMinor: bigint, currency = 'USD'): Promise<void> {
  await db.rows(
    `WITH cash AS (
       INSERT INTO ledger_accounts (kind, mode, currency) VALUES ('CASH_IN', 'LIVE', $2)
       ON CONFLICT (kind, mode, currency, user_id, ocid, application_id) DO UPDATE SET created_at = ledger_accounts.created_at RETURNING id),
     reserve AS (
       INSERT INTO ledger_accounts (kind, mode, currency, ocid) VALUES ('PARTNER_RESERVE', 'LIVE', $2, $1)
       ON CONFLICT (kind, mode, currency, user_id, ocid, application_id) DO UPDATE SET created_at = ledger_accounts.created_at RETURNING id)
     INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
     SELECT 'POSTED', 'LIVE', $2, $3, cash.id, reserve.id, 'OPENING_RESERVE', now() FROM cash, reserve`,
    [ocid, currency, amountMinor],
  )
}

/** What stands on an account, in minor units; 0 without one. */
export async function balanceOf(db: Database, kind: string, owner: number | string, currency = 'USD'): Promise<number> {
  const whose = typeof owner === 'string' ? 'a.user_id = $2::uuid' : 'a.ocid = $2::bigint'
  const [row] = await db.rows<{ balance: string }>(
    `SELECT a.balance_minor + coalesce((SELECT sum(p.amount_minor) FROM account_postings p WHERE p.account_id = a.id), 0) AS balance
     FROM ledger_accounts a WHERE a.kind = $1::account_kind AND a.currency = $3 AND a.mode = 'LIVE' AND ${whose}`,
    [kind, owner, currency],
  )
  return Number(row?.balance ?? 0)
}

/** A person of ours, with the reference that others name. */
export async function addPerson(db: Database, ocid?: number): Promise<{ id: string; reference: string }> {
  const insert = `INSERT INTO users (id, email, ocid) VALUES (gen_random_uuid(), gen_random_uuid() || '@example.com', $1) RETURNING id, reference`
  const [row] = await db.rows<{ id: string; reference: string }>(insert, [ocid ?? null])
  if (!row) throw new Error('nobody was added')
  return row
}

type More = Partial<SignedRequest> & { readonly key?: string }

/** Posts a body to an endpoint of the receiving side. */
export function post(
  url: string,
  sender: Peer,
  endpoint: 'transfer/create' | 'transfer/webhook' | 'payment/create' | 'payment/settle',
  body: unknown,
  { key, ...more }: More = {},
): Promise<WireAnswer> {
  const moreHeaders = key === undefined ? [] : [['idempotency-key', key] as const]
  return call(url, sender, { path: `/opencharge/${endpoint}`, body: JSON.stringify(body), moreHeaders, ...more })
}

export const newReference = (): string => `ref_${randomBytes(8).toString('hex')}`

/** The provider's signed proof of having moved 4.50 USD to us, with `changes` on top; `undefined` takes a member away. */
export function proveBy(
  issuer: Peer,
  to: JsonObject,
  changes: Readonly<Record<string, unknown>> = {},
): { proof: JsonObject; signature: string } {
  const members = {
    txid: `tx_${randomBytes(16).toString('hex')}`,
    issuer: issuer.ocid,
    from: { ocid: 1400, reference: 'their payment' },
    to: { ocid: OUR_OCID, ...to },
    amount: '4.50',
    currency: 'USD',
    timestamp: nowSeconds(),
    ...changes,
  }
  const proof = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject
  return { proof, signature: issuer.sign(proof) }
}

/** Every member of a proof with another value that has the right form: for signatures that must cover all of it. */
export const changedMembers: readonly [member: string, value: unknown][] = [
  ['txid', 'tx_other'],
  ['from', { ocid: 1 }],
  ['from', { ocid: 1400, reference: 'another' }],
  ['to', { ocid: OUR_OCID, reference: 'another' }],
  ['amount', '450.00'],
  ['amount', '4.5'],
  ['currency', 'EUR'],
  ['timestamp', 1],
  ['memo', 'added'],
]
