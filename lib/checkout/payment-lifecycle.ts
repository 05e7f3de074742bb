/** Every state of a payment, whichever door it came through, with the states that may follow it and what leads there. */
export const paymentLifecycle = {
  CREATED: { PENDING: 'the checkout is opened, or the payment ends unopened' },
  PENDING: {
    SUCCEEDED: 'the money has moved to whoever is paid',
    FAILED: 'it was declined, or nobody could settle it',
    CANCELLED: 'the payer gave up',
    EXPIRED: 'its time was over before anybody paid',
  },
  SUCCEEDED: {
    PARTIALLY_REFUNDED: 'a part of the money went back',
    REFUNDED: 'all of the money went back',
  },
  PARTIALLY_REFUNDED: { REFUNDED: 'the rest of the money went back' },
  REFUNDED: {},
  FAILED: {},
  CANCELLED: {},
  EXPIRED: {},
} as const satisfies Lifecycle

type Lifecycle = Readonly<Record<PaymentStatus, Readonly<Partial<Record<PaymentStatus, string>>>>>

export type PaymentStatus =
  | 'CREATED'
  | 'PENDING'
  | 'SUCCEEDED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED'
  | 'FAILED'
  | 'CANCELLED'
  | 'EXPIRED'

export const paymentStatuses = Object.keys(paymentLifecycle) as readonly PaymentStatus[]

/** The states that may follow a state; none for a final one. */
export const followingStatuses = (from: PaymentStatus): readonly PaymentStatus[] =>
  Object.keys(paymentLifecycle[from]) as PaymentStatus[]

/** Whether a payment may go from one state to another. The database refuses every other way (trigger payment_lifecycle). */
export const canBecome = (from: PaymentStatus, to: PaymentStatus): boolean => followingStatuses(from).includes(to)

const paidStatuses: readonly PaymentStatus[] = ['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED']

/** Whether the money has reached whoever is paid, whatever went back since. */
export const isPaidStatus = (status: PaymentStatus): boolean => paidStatuses.includes(status)

/** SQL that says the same of the status that the expression `status` gives. */
export const isPaidSql = (status: string): string => `${status} IN ('${paidStatuses.join("', '")}')`
