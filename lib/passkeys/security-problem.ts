import { passkeyProblems } from './passkey-problem'

/** Why something on the security page was not done. */
export const securityProblems = [
  ...passkeyProblems,
  'PROOF_NEEDED',
  'PASSKEY_NEEDED',
  'ALREADY_ADDED',
  'TOO_MANY_PASSKEYS',
  'INVALID_NAME',
  'INVALID_AMOUNT',
  'UNKNOWN_CURRENCY',
  'NO_PASSKEY',
] as const

export type SecurityProblem = (typeof securityProblems)[number]
