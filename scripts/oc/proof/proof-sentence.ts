import { displayText } from '@/lib/opencharge/display-text'
import type { Proof } from '@/lib/opencharge/proof'
import { momentText } from '../text-table'
import type { Issuer } from './find-issuer-keys'

const MOST_CHARACTERS = 200
const LATEST_EPOCH_SECONDS = 253_402_300_799

/** What a proof states, in a sentence. Its texts are somebody else's: shown without what could move the cursor. */
export function proofSentence(proof: Proof, { ocid, isUs, peer }: Issuer): string {
  const { txid, amount, currency, from, to, timestamp, memo } = proof
  const name = isUs ? ' (this gateway)' : peer ? ` (${displayText(peer.name, 60)}, ${peer.domain})` : ''
  const when = timestamp <= LATEST_EPOCH_SECONDS ? momentText(new Date(timestamp * 1000)) : `second ${timestamp}`
  const about = memo ? `, "${shown(memo)}"` : ''
  return `Proof ${shown(txid)}: OCID ${ocid}${name} states that ${amount} ${shown(currency)} went from ${party(from)} to ${party(to)} on ${when}${about}.`
}

const party = ({ ocid, reference }: Proof['from']) =>
  `OCID ${ocid}${reference ? ` (reference ${shown(reference)})` : ''}`
const shown = (text: string) => displayText(text, MOST_CHARACTERS)
