import type { Partner } from '@/lib/partners/partner-store'

/** An agreement in a sentence. */
export function partnerLine({ ocid, blocked, gatewayAccount, currencies, capabilities }: Partner): string {
  if (blocked) return `Partner ${ocid} is blocked: its requests are refused with CONNECTION_REFUSED.`
  const account = gatewayAccount ? 'keeps an account with us' : 'keeps no account with us'
  const settles = currencies.length > 0 ? `settles in ${currencies.join(', ')} only` : 'settles in every currency'
  const extra = capabilities.length > 0 ? ` and may also use ${capabilities.join(', ')}` : ''
  return `Partner ${ocid} ${account}, ${settles}${extra}.`
}
