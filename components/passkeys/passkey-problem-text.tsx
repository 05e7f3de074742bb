import { useTranslations } from 'next-intl'
import type { PasskeyProblem } from '@/lib/passkeys/passkey-problem'

type ProblemSentence = (t: ReturnType<typeof useTranslations<'passkey.problem'>>) => string

// A new problem does not compile until it has words.
const sentenceOf: Record<PasskeyProblem, ProblemSentence> = {
  NO_ANSWER: (t) => t('NO_ANSWER'),
  CHALLENGE_OVER: (t) => t('CHALLENGE_OVER'),
  PASSKEY_REFUSED: (t) => t('PASSKEY_REFUSED'),
  PASSKEY_COPIED: (t) => t('PASSKEY_COPIED'),
}

/** Why a passkey was not accepted, in words. */
export function PasskeyProblemText({ problem }: { problem: PasskeyProblem }) {
  return sentenceOf[problem](useTranslations('passkey.problem'))
}
