import { sharedFields } from '@/lib/opencharge/compare-with-order'
import type { Evidence, EvidenceKey } from '@/lib/opencharge/evidence'
import { type Check, type Judgement, judgeKey } from '@/lib/opencharge/judge-evidence'
import type { Proof } from '@/lib/opencharge/proof'
import { checkText } from '@/lib/verify/judgement-text'
import { type Finding, fault, fine, note } from '../finding'
import type { Issuer } from './find-issuer-keys'
import { english, verifyWords } from './verify-words'

/** What the judge of /verify says beyond the proof alone: what was changed, the merchant's signature, whether both agree. */
export function checkBundle({ checks }: Judgement): Finding[] {
  return checks.flatMap((check) => (isOfTheOrder(check) ? [findingOf(check)] : []))
}

// A broken signature is told by its own check; here only what the order shows to have been changed.
const isOfTheOrder = ({ check, reason }: Check) =>
  check === 'signature' ? reason === 'PROOF_BROKEN' : !['form', 'key', 'time', 'money'].includes(check)

/** A check of the judge as a finding, in the words of /verify. */
export function findingOf(check: Check): Finding {
  const says = checkText(check, english)
  return { ok: fine, note, unknown: note, fault }[check.state](nameOf(check), says)
}

function nameOf({ check, reason }: Check): string {
  if (reason === 'PROOF_BROKEN') return 'changed'
  const name = verifyWords(`check.${check}`).toLowerCase()
  return sharedFields.some((field) => field === check) ? `agreed ${name}` : name
}

/** Whether the key that a file brings for its issuer is one that the issuer is known by. */
export function checkBundleKeys(proof: Proof, { keys }: Evidence, { ocid, keys: known }: Issuer): Finding[] {
  const brought = keys.filter((entry) => entry.ocid === ocid || entry.ocid === null)
  if (brought.length === 0 || known.length === 0) return []
  const isKnown = ({ key }: EvidenceKey) => known.some((entry) => entry.key.hex === key.hex)
  if (brought.some(isKnown)) {
    const spans = brought.filter(isKnown).map((entry) => judgeKey(proof, entry))
    // One of several keys was in use at the time of the proof, or the file gives no times at all.
    const isFine = spans.some(({ reason }) => reason === 'KEY_SEEN' || reason === 'KEY_UNDATED')
    const doubtful = isFine ? [] : spans.slice(0, 1).map((check) => note('age in the file', checkText(check, english)))
    return [fine('keys of the file', `are known here as keys of OCID ${ocid}`), ...doubtful]
  }
  const mend = 'Somebody else may have made this file: what it says of its own signature proves nothing.'
  return [fault('keys of the file', `none of them is known here as a key of OCID ${ocid}`, mend)]
}

/** The keys that parties are known by here, for the judge. */
export function knownKeys(parties: readonly Issuer[]): EvidenceKey[] {
  return parties.flatMap(({ ocid, keys }) =>
    keys.map(({ key }) => ({ ocid, key, firstSeenAt: null, lastSeenAt: null })),
  )
}
