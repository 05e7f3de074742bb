/** Why a payment was refused, in the words of the payer's page. `lib/i18n` has a sentence for each. */
export const payErrors = [
  'SESSION_NOT_FOUND',
  'SESSION_EXPIRED',
  'SESSION_CANCELLED',
  'ALREADY_PAID',
  'WALLET_NOT_FOUND',
  'CURRENCY_MISMATCH',
  'INSUFFICIENT_FUNDS',
  'CONFIRMATION_REQUIRED',
  'SETTLEMENT_NOT_SUPPORTED',
  'MERCHANT_UNREACHABLE',
  'PROVIDER_UNREACHABLE',
] as const

export type PayError = (typeof payErrors)[number]
