import type { OwnStrategy } from '../strategy'

/** The merchant takes our proofs: its account with us is credited. */
export const direct: OwnStrategy = ({ ourOcid, merchantOcid, orderId, accepts }) => {
  if (!accepts?.includes(ourOcid)) return [{ ocid: ourOcid, strategy: 'direct', reason: 'NOT_ACCEPTED_BY_ORDER' }]
  return { strategy: 'direct', payee: { kind: 'MERCHANT', ocid: merchantOcid }, memo: `Payment for ${orderId}` }
}
