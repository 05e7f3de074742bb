import { parseDecimal, sameDecimal } from '@/lib/money/decimal'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Order } from '@/lib/opencharge/order'
import type { Proof } from '@/lib/opencharge/proof'

/** What a proof and the order that it settles both say. */
export const sharedFields = ['amount', 'currency', 'payee', 'reference'] as const

export type SharedField = (typeof sharedFields)[number]

export interface Comparison {
  readonly field: SharedField
  /** `accepted`: it credits somebody whom the order lists, `gateway`: somebody else, and the order lists nobody. */
  readonly outcome: 'same' | 'accepted' | 'gateway' | 'different'
  readonly inProof: string
  readonly inOrder: string
}

/** Holds a proof beside the order it should settle: amounts as numbers, the merchant, and the order's id as reference. */
export function compareWithOrder(proof: Proof, order: Order): readonly Comparison[] {
  const compared = (
    field: SharedField,
    inProof: string,
    inOrder: string,
    isSame = inProof === inOrder,
  ): Comparison => ({
    field,
    outcome: isSame ? 'same' : 'different',
    inProof,
    inOrder,
  })
  return [
    compared('amount', proof.amount, order.amount, isSameAmount(proof.amount, order.amount)),
    compared('currency', proof.currency, order.currency),
    payee(compared('payee', String(proof.to.ocid), String(order.ocid)), proof, order),
    compared('reference', proof.to.reference ?? '', order.id),
  ]
}

/** The proof with its order's word for everything that the two disagree on. */
export function restoreProof(proof: Proof, order: Order, fields: readonly SharedField[]): Proof {
  const has = (field: SharedField) => fields.includes(field)
  const to = {
    ...(proof.to as JsonObject),
    ...(has('payee') && { ocid: order.ocid }),
    ...(has('reference') && { reference: order.id }),
  }
  return withChanges(proof, {
    to,
    ...(has('amount') && { amount: order.amount }),
    ...(has('currency') && { currency: order.currency }),
  })
}

/** The order with the proof's word for everything that the two disagree on. */
export function restoreOrder(order: Order, proof: Proof, fields: readonly SharedField[]): Order {
  return withChanges(order, {
    ...(fields.includes('amount') && { amount: proof.amount }),
    ...(fields.includes('currency') && { currency: proof.currency }),
    ...(fields.includes('reference') && { id: proof.to.reference ?? '' }),
  })
}

/** The object with these members in place of its own. */
export const withChanges = <T extends JsonObject>(object: T, changes: JsonObject): T => ({ ...object, ...changes })

function payee(comparison: Comparison, proof: Proof, order: Order): Comparison {
  if (comparison.outcome === 'same') return comparison
  // An order that names nobody is open to every gateway that passes the money on.
  if (order.accepts === undefined) return { ...comparison, outcome: 'gateway' }
  return order.accepts.includes(proof.to.ocid) ? { ...comparison, outcome: 'accepted' } : comparison
}

function isSameAmount(one: string, other: string): boolean {
  const [a, b] = [parseDecimal(one), parseDecimal(other)]
  return a !== undefined && b !== undefined && sameDecimal(a, b)
}
