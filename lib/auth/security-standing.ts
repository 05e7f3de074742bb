import { err, ok, type Result } from '@/lib/opencharge/result'

/** How sure we are that the person is there who owns the wallet, and what protects it. */
export interface SecurityStanding {
  /** A mailed code or a passkey was shown in this browser within the last minutes. */
  readonly isProven: boolean
  readonly isProvenByPasskey: boolean
  /** The person has set an amount above which payments are confirmed. */
  readonly hasLimits: boolean
}

export const proofMinutes = 10

export type StandingError = 'PROOF_NEEDED' | 'PASSKEY_NEEDED'

/**
 * Whether what protects the wallet may be changed now. Once there is an amount, only a passkey can weaken what it protects:
 * a mailed code is in reach of whoever holds the open phone.
 */
export function mayChangeSecurity({
  isProven,
  isProvenByPasskey,
  hasLimits,
}: SecurityStanding): Result<true, StandingError> {
  if (hasLimits) return isProvenByPasskey ? ok(true) : err('PASSKEY_NEEDED')
  return isProven ? ok(true) : err('PROOF_NEEDED')
}
