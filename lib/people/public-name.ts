import { displayText } from '@/lib/opencharge/display-text'

const LONGEST_NAME = 60

/** What strangers may read of a person: the name, or the address with all but its first letter left out. */
export function publicName({ name, email }: { readonly name: string | null; readonly email: string }): string {
  const shown = displayText(name ?? '', LONGEST_NAME)
  return shown === '' ? maskEmail(email) : shown
}

export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const [first = ''] = Array.from(email)
  return `${first}…${email.slice(at)}`
}
