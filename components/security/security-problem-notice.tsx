import { useTranslations } from 'next-intl'
import { PasskeyProblemText } from '@/components/passkeys/passkey-problem-text'
import { Notice } from '@/components/ui/notice'
import { type PasskeyProblem, passkeyProblems } from '@/lib/passkeys/passkey-problem'
import type { SecurityProblem } from '@/lib/passkeys/security-problem'

type ProblemSentence = (t: ReturnType<typeof useTranslations<'security.problem'>>) => string
type OwnProblem = Exclude<SecurityProblem, PasskeyProblem>

// A new problem does not compile until it has words.
const sentenceOf: Record<OwnProblem, ProblemSentence> = {
  PROOF_NEEDED: (t) => t('PROOF_NEEDED'),
  PASSKEY_NEEDED: (t) => t('PASSKEY_NEEDED'),
  ALREADY_ADDED: (t) => t('ALREADY_ADDED'),
  TOO_MANY_PASSKEYS: (t) => t('TOO_MANY_PASSKEYS'),
  INVALID_NAME: (t) => t('INVALID_NAME'),
  INVALID_AMOUNT: (t) => t('INVALID_AMOUNT'),
  UNKNOWN_CURRENCY: (t) => t('UNKNOWN_CURRENCY'),
  NO_PASSKEY: (t) => t('NO_PASSKEY'),
}

const isOfPasskey = (problem: SecurityProblem): problem is PasskeyProblem =>
  passkeyProblems.some((code) => code === problem)

/** Why the last press did nothing. */
export function SecurityProblemNotice({ problem }: { problem: SecurityProblem }) {
  const [t, sentence] = [useTranslations('security'), useTranslations('security.problem')]
  return (
    <Notice tone="danger" title={t('problemTitle')} urgent>
      {isOfPasskey(problem) ? <PasskeyProblemText problem={problem} /> : sentenceOf[problem](sentence)}
    </Notice>
  )
}
