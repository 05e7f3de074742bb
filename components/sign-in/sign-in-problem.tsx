import { useTranslations } from 'next-intl'

/** Why a step of signing in was refused. None of them tells whether an address is known here. */
export const signInProblems = [
  'INVALID_EMAIL',
  'TOO_MANY_REQUESTS',
  'WRONG_CODE',
  'CODE_EXPIRED',
  'MAIL_FAILED',
] as const

export type SignInProblem = (typeof signInProblems)[number]

type ProblemSentence = (t: ReturnType<typeof useTranslations<'signIn.problem'>>) => string

// A new problem does not compile until it has words.
const sentenceOf: Record<SignInProblem, ProblemSentence> = {
  INVALID_EMAIL: (t) => t('INVALID_EMAIL'),
  TOO_MANY_REQUESTS: (t) => t('TOO_MANY_REQUESTS'),
  WRONG_CODE: (t) => t('WRONG_CODE'),
  CODE_EXPIRED: (t) => t('CODE_EXPIRED'),
  MAIL_FAILED: (t) => t('MAIL_FAILED'),
}

/** The problem in words, for the error line of a field. */
export function SignInProblemText({ problem }: { problem: SignInProblem }) {
  return sentenceOf[problem](useTranslations('signIn.problem'))
}
