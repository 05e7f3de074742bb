export const refundStatuses = ['AWAITING_APPROVAL', 'PENDING', 'SUCCEEDED', 'FAILED'] as const
export type RefundStatus = (typeof refundStatuses)[number]

/** Why a refund failed: the payee had too little, or a second operator said no. In both cases no money moved. */
export type RefundFailure = 'INSUFFICIENT_BALANCE' | 'REJECTED'

/** A refund, as the database has it. */
export interface Refund {
  readonly id: string
  readonly paymentId: string
  readonly status: RefundStatus
  readonly amountMinor: bigint
  readonly currency: string
  readonly reason: string | null
  /** The credential or the operator who asked for it. */
  readonly requestedBy: string
  /** The second operator, where one was needed. */
  readonly approvedBy: string | null
  readonly failureCode: RefundFailure | null
  /** Of our proof that the money went back. */
  readonly proofTxid: string | null
  readonly createdAt: Date
  readonly endedAt: Date | null
}

/** A refund as the API shows it (merchant API, Refunds). */
export function refundJson(refund: Refund) {
  const { id, paymentId, status, amountMinor, currency, reason, failureCode, proofTxid, createdAt, endedAt } = refund
  return {
    id,
    paymentId,
    status,
    amountMinor: Number(amountMinor),
    currency,
    reason,
    failureCode,
    gatewayTxnId: proofTxid,
    createdAt: createdAt.toISOString(),
    updatedAt: (endedAt ?? createdAt).toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}
