import type { Tx } from '@/lib/db/transaction'
import type { AccountOwner } from '@/lib/ledger/account-store'
import type { Proof } from '@/lib/opencharge/proof'
import { findPartner } from '@/lib/partners/partner-store'
import { type IncomingPayment, isAwaited } from './incoming-payment'
import { lockIncomingPayment } from './payment-settlement-store'
import type { ReceivedProof } from './received-proof'
import { findUserByReference, hasAccount } from './recipient-store'

/** Who is credited for a proof. UNMATCHED: nobody that we know; the money waits in suspense. */
export type Destination =
  | { readonly kind: 'WALLET' | 'RESERVE' | 'UNMATCHED'; readonly owner: AccountOwner; readonly payment?: undefined }
  | { readonly kind: 'PAYMENT'; readonly owner: AccountOwner; readonly payment: IncomingPayment }

/** What `to.reference` names, as far as that can be said without a lock; undefined when it can only be a payment. */
export async function findNamed(proof: Proof): Promise<Destination | undefined> {
  const { reference } = proof.to
  if (reference === undefined || reference === 'reserve') return findReserve(proof.from.ocid)
  if (reference.includes('\0')) return unmatched
  const userId = await findUserByReference(reference)
  return userId === undefined ? undefined : { kind: 'WALLET', owner: { kind: 'USER_WALLET', userId } }
}

/** The same, decided: a payment is locked and looked at, and what it does not wait for is nobody's. */
export async function decideDestination(
  tx: Tx,
  ourOcid: number,
  named: Destination | undefined,
  { proof, money }: ReceivedProof,
  nowEpochSeconds: number,
): Promise<Destination> {
  if (named) return named
  const payment = await lockIncomingPayment(tx, proof.to.reference ?? '', ourOcid)
  const received = { amountMinor: money.amountMinor, currency: money.currency.code }
  const isTheirs = isAwaited(payment, received, nowEpochSeconds)
  return isTheirs ? { kind: 'PAYMENT', owner: payment.merchant, payment } : unmatched
}

const unmatched: Destination = { kind: 'UNMATCHED', owner: { kind: 'SUSPENSE' } }

async function findReserve(ocid: number): Promise<Destination> {
  const isHeld = (await findPartner(ocid)) !== null && (await hasAccount('PARTNER_RESERVE', ocid))
  return isHeld ? { kind: 'RESERVE', owner: { kind: 'PARTNER_RESERVE', ocid } } : unmatched
}
