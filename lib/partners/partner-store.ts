import { prisma } from '@/lib/db/prisma'
import { inTransaction, rows, type Tx } from '@/lib/db/transaction'

/** What the operator has agreed with another identity. */
export interface Partner {
  readonly ocid: number
  /** Keeps an account with us, so that we can settle with it by our own proof. */
  readonly gatewayAccount: boolean
  /** Is a merchant whose account is with us, before the first money has opened one. */
  readonly merchantAccount: boolean
  readonly blocked: boolean
  /** Narrows what we settle with it in; empty means all that we settle in. */
  readonly currencies: readonly string[]
  /** Capabilities beyond those that everybody has. */
  readonly capabilities: readonly string[]
}

const READ = {
  quick: true,
  name: 'partner-read',
  // Prisma leaves lists that were never written NULL.
  text: `SELECT gateway_account AS "gatewayAccount", merchant_account AS "merchantAccount", blocked, coalesce(currencies, '{}') AS currencies, coalesce(capabilities, '{}') AS capabilities
    FROM partners WHERE ocid = $1`,
}
const FRESH_MS = 2_000
const MOST_CACHED = 10_000
const cache = new Map<number, { readAt: number; partner: Partner | null }>()

/** The agreement with `ocid`, at most two seconds old, or null for a stranger. Refusing a partner takes that long to be seen everywhere. */
export async function findPartner(ocid: number): Promise<Partner | null> {
  const known = cache.get(ocid)
  if (known && Date.now() - known.readAt < FRESH_MS) return known.partner
  const [row] = await rows<Omit<Partner, 'ocid'>>(READ, [ocid])
  const partner = row ? { ocid, ...row } : null
  if (cache.size >= MOST_CACHED) cache.clear()
  cache.set(ocid, { readAt: Date.now(), partner })
  return partner
}

/** Writes the agreement with `ocid`; what is not named stays as it is. */
export async function savePartner(ocid: number, change: Partial<Omit<Partner, 'ocid'>>): Promise<void> {
  await inTransaction((tx) => putPartner(tx, ocid, change))
}

export async function listPartners(): Promise<Partner[]> {
  const found = await prisma().partner.findMany({ orderBy: { ocid: 'asc' } })
  return found.map(({ createdAt: _, ocid, ...agreed }) => ({ ocid: Number(ocid), ...agreed }))
}

const PUT = {
  name: 'partner-put',
  text: `
    INSERT INTO partners AS p (ocid, gateway_account, blocked, currencies, capabilities, merchant_account)
    VALUES ($1, coalesce($2::boolean, false), coalesce($3::boolean, false), coalesce($4::text[], '{}'), coalesce($5::text[], '{}'), coalesce($6::boolean, false))
    ON CONFLICT (ocid) DO UPDATE SET
      gateway_account = coalesce($2, p.gateway_account), blocked = coalesce($3, p.blocked),
      currencies = coalesce($4, p.currencies, '{}'), capabilities = coalesce($5, p.capabilities, '{}'), merchant_account = coalesce($6, p.merchant_account)
    RETURNING gateway_account AS "gatewayAccount", merchant_account AS "merchantAccount", blocked, currencies, capabilities`,
}

/** The same inside a transaction; gives the agreement as it is then. */
export async function putPartner(tx: Tx, ocid: number, change: Partial<Omit<Partner, 'ocid'>>): Promise<Partner> {
  const {
    gatewayAccount = null,
    merchantAccount = null,
    blocked = null,
    currencies = null,
    capabilities = null,
  } = change
  const values = [ocid, gatewayAccount, blocked, currencies, capabilities, merchantAccount]
  const [row] = await tx.rows<Omit<Partner, 'ocid'>>(PUT, values)
  if (!row) throw new Error('partner-put gave no row')
  cache.delete(ocid)
  return { ocid, ...row }
}
