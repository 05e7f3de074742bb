/** Why money was not sent. Each has its sentence in the messages under `people.problem`. */
export const sendProblems = [
  'INVALID_RECIPIENT',
  'INVALID_AMOUNT',
  'UNKNOWN_CURRENCY',
  'INSUFFICIENT_FUNDS',
  'RECIPIENT_UNKNOWN',
  'SENT_TO_SELF',
  'TOO_MANY_LOOKUPS',
  'FORM_USED',
  'CONFIRMATION_REQUIRED',
] as const

export type SendProblem = (typeof sendProblems)[number]

/** Why a request for money was not made. Each has its sentence under `people.problem` too. */
export const askProblems = ['INVALID_AMOUNT', 'UNKNOWN_CURRENCY', 'TOO_MANY_REQUESTS'] as const

export type AskProblem = (typeof askProblems)[number]

/** Why a request for money was not paid. The states of the request have pages of their own. */
export const answerProblems = ['INSUFFICIENT_FUNDS', 'CONFIRMATION_REQUIRED'] as const

export type AnswerProblem =
  | (typeof answerProblems)[number]
  | 'NOT_FOUND'
  | 'ALREADY_PAID'
  | 'WITHDRAWN'
  | 'EXPIRED'
  | 'OWN_REQUEST'
