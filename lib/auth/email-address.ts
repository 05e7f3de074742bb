import { z } from 'zod'

const MOST_CHARACTERS = 254
const Email = z.email().max(MOST_CHARACTERS)

/** An address as we keep it: trimmed and in lower case; undefined when it is none. */
export function parseEmail(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const parsed = Email.safeParse(text.normalize('NFKC').trim().toLowerCase())
  return parsed.success ? parsed.data : undefined
}
