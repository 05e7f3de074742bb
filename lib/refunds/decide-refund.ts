import type { PaymentStatus } from '@/lib/checkout/payment-store'
import type { Mode } from '@/lib/ledger/account-store'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** A payment that somebody wants money back of. It is locked, so that what is left cannot change meanwhile. */
export interface RefundablePayment {
  readonly id: string
  readonly applicationId: string | null
  readonly mode: Mode
  readonly status: PaymentStatus
  readonly strategy: string | null
  readonly merchantOcid: number
  readonly orderId: string
  readonly amountMinor: bigint
  readonly currency: string
  /** What other refunds have moved, are moving or wait for. */
  readonly takenMinor: bigint
  /** Of that, what operators took that no second one has approved. */
  readonly takenAloneMinor: bigint
  /** The account that was credited, and the one that paid. */
  readonly payeeAccountId: bigint | null
  readonly payerAccountId: bigint | null
  /** Of our proof that it was paid; null in the sandbox. */
  readonly txid: string | null
  /** Above it an operator needs a second one. */
  readonly approvalThresholdMinor: bigint | null
}

export type RefundRefusal =
  | { readonly code: 'NOT_PAID'; readonly status: PaymentStatus }
  | { readonly code: 'PAID_ELSEWHERE'; readonly strategy: string }
  | { readonly code: 'EXCEEDS'; readonly leftMinor: bigint; readonly currency: string }

/** Whose account is whose: out of the one, back into the other. */
export interface RefundEnds {
  readonly payeeAccountId: bigint
  readonly payerAccountId: bigint
}

/** Whether so much of a payment can go back, from which account to which. Only what one of our accounts was credited can. */
export function decideRefund(payment: RefundablePayment, amountMinor: bigint): Result<RefundEnds, RefundRefusal> {
  const { status, applicationId, strategy, payeeAccountId, payerAccountId, currency } = payment
  if (strategy === null || payeeAccountId === null || payerAccountId === null) return err({ code: 'NOT_PAID', status })
  if (applicationId === null && strategy !== 'direct') return err({ code: 'PAID_ELSEWHERE', strategy })
  const leftMinor = payment.amountMinor - payment.takenMinor
  if (amountMinor > leftMinor) return err({ code: 'EXCEEDS', leftMinor, currency })
  return ok({ payeeAccountId, payerAccountId })
}

/** Whether an operator needs a second one for it. What was refunded before counts: many small ones are a large one. */
export const needsApproval = (
  { approvalThresholdMinor, takenAloneMinor }: RefundablePayment,
  amountMinor: bigint,
): boolean => approvalThresholdMinor !== null && takenAloneMinor + amountMinor > approvalThresholdMinor
