/** Why no money was added. Each has its sentence in the messages under `wallet.problem`. */
export const topUpProblems = ['INVALID_AMOUNT', 'UNKNOWN_CURRENCY', 'LIMIT_EXCEEDED'] as const

export type TopUpProblem = (typeof topUpProblems)[number]
