import { describeUserAgent } from '@/lib/auth/describe-user-agent'
import { displayText } from '@/lib/opencharge/display-text'
import { err, ok, type Result } from '@/lib/opencharge/result'

const MOST_CHARACTERS = 60

/** The name that a person gives a passkey, as it is kept. */
export function parsePasskeyName(value: unknown): Result<string, 'INVALID_NAME'> {
  const name = typeof value === 'string' ? displayText(value, MOST_CHARACTERS) : ''
  return name === '' ? err('INVALID_NAME') : ok(name)
}

/** The name of a new passkey until its owner gives it another: where it was made. */
export function passkeyNameFor(userAgent: string | null): string {
  const { browser, system } = describeUserAgent(userAgent)
  return [system, browser].filter((part) => part !== null).join(' · ') || 'Passkey'
}
