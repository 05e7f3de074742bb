import { err, ok, type Result } from '@/lib/opencharge/result'
import type { MerchantOwner } from './find-recipient'

/** A payment to a merchant of ours, as the database has it. */
export interface IncomingPayment {
  readonly txid: string
  readonly callerOcid: number
  readonly merchant: MerchantOwner
  readonly amountMinor: bigint
  readonly currency: string
  /** Whose proofs settle it, as whoever created it was told. */
  readonly accepts: readonly number[]
  readonly requestText: string
  readonly expiresAtEpochSeconds: number
  /** What completed it, and our own proof that it did; null while it is pending. */
  readonly completion: Completion | null
}

export interface Completion {
  readonly receivedText: string
  readonly proofText: string
  readonly signature: string
}

export type SettleRefusal = 'PAYMENT_NOT_FOUND' | 'PAYMENT_EXPIRED' | 'INVALID_STATE'

/**
 * Whether `callerOcid` may settle this payment by a proof with this text, in the protocol's order (section 5). With a
 * completion: it was settled by that very proof before.
 */
export function decideSettle(
  payment: IncomingPayment | undefined,
  callerOcid: number,
  proofText: string,
  nowEpochSeconds: number,
): Result<{ readonly payment: IncomingPayment; readonly completion: Completion | null }, SettleRefusal> {
  if (payment?.callerOcid !== callerOcid) return err('PAYMENT_NOT_FOUND')
  const { completion } = payment
  if (completion?.receivedText === proofText) return ok({ payment, completion })
  if (isExpired(payment, nowEpochSeconds)) return err('PAYMENT_EXPIRED')
  return completion ? err('INVALID_STATE') : ok({ payment, completion: null })
}

/** Whether money that came by itself, with this payment's txid as its reference, is what this payment waits for. */
export function isAwaited(
  payment: IncomingPayment | undefined,
  { amountMinor, currency }: { readonly amountMinor: bigint; readonly currency: string },
  nowEpochSeconds: number,
): payment is IncomingPayment {
  if (!payment || payment.completion || isExpired(payment, nowEpochSeconds)) return false
  return payment.amountMinor === amountMinor && payment.currency === currency
}

export const isExpired = (payment: Pick<IncomingPayment, 'expiresAtEpochSeconds'>, nowEpochSeconds: number): boolean =>
  nowEpochSeconds >= payment.expiresAtEpochSeconds
