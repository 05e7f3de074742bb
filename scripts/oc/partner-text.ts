import type { Partner } from '@/lib/partners/partner-store'

/** An agreement in a sentence. */
export function partnerLine(partner: Partner): string {
  const { ocid, blocked, gatewayAccount, merchantAccount, currencies, capabilities } = partner
  if (blocked) return `Partner ${ocid} is blocked: its requests are refused with CONNECTION_REFUSED.`
  const kept = merchantAccount ? 'keeps an account with us as a merchant' : 'keeps no account with us'
  const account = gatewayAccount ? 'keeps an account with us' : kept
  const settles = currencies.length > 0 ? `settles in ${currencies.join(', ')} only` : 'settles in every currency'
  const extra = capabilities.length > 0 ? ` and may also use ${capabilities.join(', ')}` : ''
  return `Partner ${ocid} ${account}, ${settles}${extra}.`
}
