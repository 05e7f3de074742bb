import type { Evidence } from '@/lib/opencharge/evidence'
import { judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { judgementSentence } from '@/lib/verify/judgement-text'
import type { Output } from '../command'
import { findingLines, note } from '../finding'
import { findingOf } from './check-bundle'
import { english } from './verify-words'

const verdicts = {
  valid: 'VALID, by the keys in the file: whose they are was not compared with a registry',
  undecided: 'NOT DECIDED: the file has no key of the issuer',
  broken: 'NOT VALID',
} as const

/** What /verify says of a file, where no gateway is configured: by what the file holds, with no registry and no books. */
export function judgeOffline(evidence: Evidence, nowEpochSeconds: number): Output {
  const judgement = judgeEvidence(evidence, nobleCrypto, new Map(), nowEpochSeconds)
  const { verdict, proof } = judgement
  const sentence = judgementSentence(judgement, english)
  const checks = [
    ...judgement.checks.map(findingOf),
    note(
      'registry',
      'no gateway is configured here: nothing was compared with a registry',
      'Compare the keys with the metadata to which the registry leads the OCIDs.',
    ),
  ]
  const isValid = verdict === 'valid'
  return {
    json: { valid: isValid, comparedWithRegistry: false, sentence, proof, checks },
    lines: [...(sentence ? [sentence, ''] : []), ...findingLines(checks), '', verdicts[verdict]],
    foundFault: !isValid,
  }
}
