import { useTranslations } from 'next-intl'
import type { AskProblem, SendProblem } from '@/lib/people/people-problem'

type ProblemSentence = (t: ReturnType<typeof useTranslations<'people.problem'>>, example: string) => string

// A new problem does not compile until it has words.
const sentenceOf: Record<SendProblem | AskProblem, ProblemSentence> = {
  INVALID_RECIPIENT: (t) => t('INVALID_RECIPIENT'),
  INVALID_AMOUNT: (t, example) => t('INVALID_AMOUNT', { example }),
  UNKNOWN_CURRENCY: (t) => t('UNKNOWN_CURRENCY'),
  INSUFFICIENT_FUNDS: (t) => t('INSUFFICIENT_FUNDS'),
  RECIPIENT_UNKNOWN: (t) => t('RECIPIENT_UNKNOWN'),
  SENT_TO_SELF: (t) => t('SENT_TO_SELF'),
  TOO_MANY_LOOKUPS: (t) => t('TOO_MANY_LOOKUPS'),
  FORM_USED: (t) => t('FORM_USED'),
  CONFIRMATION_REQUIRED: (t) => t('CONFIRMATION_REQUIRED'),
  TOO_MANY_REQUESTS: (t) => t('TOO_MANY_REQUESTS'),
}

interface PeopleProblemTextProps {
  readonly problem: SendProblem | AskProblem
  /** An amount as it can be written, for the sentence about one that could not be read. */
  readonly example?: string
}

/** Why nothing was sent or asked for, whether money moved, and what to do. */
export function PeopleProblemText({ problem, example = '1.50' }: PeopleProblemTextProps) {
  return sentenceOf[problem](useTranslations('people.problem'), example)
}
