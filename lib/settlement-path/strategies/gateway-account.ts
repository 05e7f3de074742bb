import type { OwnStrategy, TriedProvider } from '../strategy'

/** The gateway that created the checkout is credited with us and pays its merchant itself. */
export const gatewayAccount: OwnStrategy = ({ ourOcid, merchantOcid, orderId, accepts, caller }) => {
  const refuse = (reason: TriedProvider['reason']): TriedProvider[] => [
    { ocid: caller.ocid, strategy: 'gateway_account', reason },
  ]
  if (accepts !== null && !accepts.includes(caller.ocid)) return refuse('NOT_ACCEPTED_BY_ORDER')
  if (!caller.accepts.includes(ourOcid)) return refuse('DOES_NOT_ACCEPT_US')
  if (!caller.hasAccount) return refuse('HAS_NO_ACCOUNT_WITH_US')
  const memo = `Payment for ${orderId} of merchant ${merchantOcid}`
  return { strategy: 'gateway_account', payee: { kind: 'MERCHANT_GATEWAY', ocid: caller.ocid }, memo }
}
