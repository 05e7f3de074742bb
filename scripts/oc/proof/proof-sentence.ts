import { isCurrencyCode } from '@/lib/money/currency'
import { citableText } from '@/lib/opencharge/display-text'
import type { Proof } from '@/lib/opencharge/proof'
import { momentText } from '../text-table'
import type { Issuer } from './find-issuer-keys'

const MOST_CHARACTERS = 120
const LATEST_EPOCH_SECONDS = 253_402_300_799

/** What a proof states, in a sentence. Its texts are somebody else's: in quotation marks, and without what could move the cursor. */
export function proofSentence(proof: Proof, { ocid, isUs, peer }: Issuer): string {
  const { txid, amount, currency, from, to, timestamp, memo } = proof
  const name = isUs ? ' (this gateway)' : peer ? ` (${cited(peer.name)}, ${peer.domain})` : ''
  const when = timestamp <= LATEST_EPOCH_SECONDS ? momentText(new Date(timestamp * 1000)) : `second ${timestamp}`
  const about = memo ? `, with the note ${cited(memo)}` : ''
  const code = isCurrencyCode(currency) ? currency : cited(currency)
  return `Proof ${cited(txid)}: OCID ${ocid}${name} states that ${amount} ${code} went from ${party(from)} to ${party(to)} on ${when}${about}.`
}

const party = ({ ocid, reference }: Proof['from']) =>
  `OCID ${ocid}${reference ? ` (reference ${cited(reference)})` : ''}`
const cited = (text: string) => `"${citableText(text, MOST_CHARACTERS)}"`
