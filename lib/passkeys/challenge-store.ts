import { rows } from '@/lib/db/transaction'
import {
  type ChallengeOwner,
  type ChallengePurpose,
  type ConfirmedPayment,
  challengeMinutes,
  digestBrowser,
} from './challenge'

const SAVE = {
  name: 'passkey-challenge-save',
  text: `
    INSERT INTO passkey_challenges (challenge, browser_digest, purpose, session_id, subject, amount_minor, currency, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(mins => ${challengeMinutes}))`,
}

export async function saveChallenge(
  challenge: string,
  { browser, sessionId }: ChallengeOwner,
  purpose: ChallengePurpose,
  payment?: ConfirmedPayment,
): Promise<void> {
  const { subject = null, amountMinor = null, currency = null } = payment ?? {}
  await rows(SAVE, [challenge, digestBrowser(browser), purpose, sessionId, subject, amountMinor, currency])
}

const TAKE = {
  name: 'passkey-challenge-take',
  text: `
    DELETE FROM passkey_challenges
    WHERE challenge = $1 AND browser_digest = $2 AND purpose = $3 AND session_id IS NOT DISTINCT FROM $4 AND expires_at > now()
    RETURNING subject, amount_minor AS "amountMinor", currency`,
}

export interface TakenChallenge {
  /** The payment that was to be confirmed; null for every other purpose. */
  readonly payment: ConfirmedPayment | null
}

interface ChallengeRow {
  readonly subject: string | null
  readonly amountMinor: bigint | null
  readonly currency: string | null
}

/** Uses a challenge up: it is answered once, by the browser that was asked, for what it was asked for. */
export async function takeChallenge(
  challenge: string,
  { browser, sessionId }: ChallengeOwner,
  purpose: ChallengePurpose,
): Promise<TakenChallenge | undefined> {
  const [row] = await rows<ChallengeRow>(TAKE, [challenge, digestBrowser(browser), purpose, sessionId])
  if (!row) return undefined
  const { subject, amountMinor, currency } = row
  if (subject === null || amountMinor === null || currency === null) return { payment: null }
  return { payment: { subject, amountMinor, currency } }
}
