import { InvalidArgumentError } from 'commander'
import { parseEmail } from '@/lib/auth/email-address'
import { displayText } from '@/lib/opencharge/display-text'
import { parseOcid } from '@/lib/opencharge/ocid'
import { parsePlainUrl } from '@/lib/opencharge/plain-url'
import { parseRedirectUrl } from '@/lib/opencharge/redirect-url'
import { checkTargetUrl } from '@/lib/registry/target-url'

/** Readers of option values for commander: each gives the value or says what it must be. */

export function emailValue(text: string): string {
  const email = parseEmail(text)
  if (email === undefined) throw new InvalidArgumentError('It must be an email address, like ada@example.com.')
  return email
}

export function ocidValue(text: string): number {
  const ocid = parseOcid(text)
  if (ocid === undefined) throw new InvalidArgumentError('It must be an OCID: a whole number, 0 or more, like 300.')
  return ocid
}

/** As the database wants it: neither a payment's txid nor the word for a reserve, which a transfer can name as well. */
export function referenceValue(text: string): string {
  const isFree = !text.startsWith('tx_') && text !== 'reserve'
  if (isFree && /^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/.test(text)) return text
  throw new InvalidArgumentError('It must be 3 to 64 letters, digits, dots, hyphens or underscores, like ada.lovelace.')
}

const MOST_ROWS = 100_000

export function limitValue(text: string): number {
  const value = Number(text)
  if (/^[1-9][0-9]{0,5}$/.test(text) && value <= MOST_ROWS) return value
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_ROWS}.`)
}

/** For an option that may be repeated. */
export function collect(text: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), text]
}

const rowNumber = (text: string): bigint | undefined => (/^[1-9][0-9]{0,17}$/.test(text) ? BigInt(text) : undefined)

export function accountValue(text: string): bigint {
  const id = rowNumber(text)
  if (id === undefined)
    throw new InvalidArgumentError('It must be the number of an account, as "ledger accounts" shows it.')
  return id
}

export function transferValue(text: string): bigint {
  const id = rowNumber(text)
  if (id === undefined)
    throw new InvalidArgumentError('It must be the number of a transfer, as "payout list" shows it.')
  return id
}

const MOST_REFERENCE_CHARACTERS = 100

/** What a transfer is called outside; the same words again are the same transfer. */
export function bankReferenceValue(text: string): string {
  const reference = displayText(text, MOST_REFERENCE_CHARACTERS + 1)
  if (reference.length >= 3 && reference.length <= MOST_REFERENCE_CHARACTERS) return reference
  throw new InvalidArgumentError(`It must be 3 to ${MOST_REFERENCE_CHARACTERS} characters.`)
}

const MOST_REASON_CHARACTERS = 500

export function reasonValue(text: string): string {
  const reason = displayText(text, MOST_REASON_CHARACTERS)
  if (reason.length < 3) throw new InvalidArgumentError('Say in a few words why; the audit log keeps them.')
  return reason
}

const MOST_NAME_CHARACTERS = 100

export function nameValue(text: string): string {
  const name = displayText(text, MOST_NAME_CHARACTERS)
  if (name === '') throw new InvalidArgumentError('It must be a name that people can read.')
  return name
}

export function minorValue(text: string): bigint {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return BigInt(text)
  throw new InvalidArgumentError('It must be a whole number of minor units, from 1.')
}

/** The same, or "none", which takes the value away. As a word: commander makes an empty text of null. */
export const orNone =
  <Value>(read: (text: string) => Value) =>
  (text: string): Value | 'none' =>
    text === 'none' ? text : read(text)

/** A page that payers are sent to; over http on this machine alone. */
export function pageUrlValue(text: string): string {
  const url = parseRedirectUrl(text, { allowLoopbackHttp: true })
  if (!url.ok) throw new InvalidArgumentError(`It ${url.error}.`)
  return text
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

export function webhookUrlValue(text: string): string {
  const url = parsePlainUrl(text)
  if (url && loopbackHosts.includes(url.hostname)) return text
  if (url?.protocol !== 'https:') {
    throw new InvalidArgumentError(
      'It must be an absolute https URL without credentials; http is for this machine alone.',
    )
  }
  // Whether an address is one that we call, the gateway knows by its own configuration.
  const called = checkTargetUrl(text, false)
  if (called.ok || called.error.code === 'ADDRESS_REFUSED') return text
  throw new InvalidArgumentError(`We would never call it: ${called.error.reason}.`)
}

export function localUrlValue(text: string): string {
  const url = parsePlainUrl(text)
  if (url && loopbackHosts.includes(url.hostname)) return text
  throw new InvalidArgumentError('It must be a URL of this machine, like http://localhost:8080/hook.')
}
