import { useTranslations } from 'next-intl'
import type { AskProblem, SendProblem } from '@/lib/people/people-problem'

type ProblemSentence = (t: ReturnType<typeof useTranslations<'people.problem'>>) => string

// A new problem does not compile until it has words.
const sentenceOf: Record<SendProblem | AskProblem, ProblemSentence> = {
  INVALID_RECIPIENT: (t) => t('INVALID_RECIPIENT'),
  INVALID_AMOUNT: (t) => t('INVALID_AMOUNT'),
  UNKNOWN_CURRENCY: (t) => t('UNKNOWN_CURRENCY'),
  INSUFFICIENT_FUNDS: (t) => t('INSUFFICIENT_FUNDS'),
  RECIPIENT_UNKNOWN: (t) => t('RECIPIENT_UNKNOWN'),
  SENT_TO_SELF: (t) => t('SENT_TO_SELF'),
  TOO_MANY_LOOKUPS: (t) => t('TOO_MANY_LOOKUPS'),
  FORM_USED: (t) => t('FORM_USED'),
  CONFIRMATION_REQUIRED: (t) => t('CONFIRMATION_REQUIRED'),
  TOO_MANY_REQUESTS: (t) => t('TOO_MANY_REQUESTS'),
}

/** Why nothing was sent or asked for, whether money moved, and what to do. */
export function PeopleProblemText({ problem }: { problem: SendProblem | AskProblem }) {
  return sentenceOf[problem](useTranslations('people.problem'))
}
