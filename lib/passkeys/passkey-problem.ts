/** Why a passkey was not accepted. None of them tells whether an address has passkeys here. */
export const passkeyProblems = ['NO_ANSWER', 'CHALLENGE_OVER', 'PASSKEY_REFUSED', 'PASSKEY_COPIED'] as const

export type PasskeyProblem = (typeof passkeyProblems)[number]
