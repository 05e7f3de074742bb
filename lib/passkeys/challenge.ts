import { createHash, randomBytes } from 'node:crypto'

export const challengeMinutes = 5

/** What a passkey is asked for: to sign in, to be added, to prove who is there, or to confirm one payment. */
export type ChallengePurpose = 'SIGN_IN' | 'ADD' | 'PROVE' | 'CONFIRM'

/** The payment that a passkey confirms; see requireConfirmation for what `subject` must name. */
export interface ConfirmedPayment {
  readonly subject: string
  readonly amountMinor: bigint
  readonly currency: string
}

/** The browser that was asked, and as whom it is signed in: it alone can answer. */
export interface ChallengeOwner {
  /** The secret of a cookie of its own. */
  readonly browser: string
  readonly sessionId: string | null
}

const RANDOM_BYTES = 32

export const newChallenge = (): string => randomBytes(RANDOM_BYTES).toString('base64url')

/** The secret by which we know the browser again that was asked. */
export const newBrowserSecret = newChallenge

/** The secret in a cookie, or undefined when it is none of ours: it may be anything. */
export function parseBrowserSecret(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined
}

/** What the database keeps of a browser's secret. */
export const digestBrowser = (browser: string): string => createHash('sha256').update(browser).digest('hex')
