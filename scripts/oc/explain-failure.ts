import { isDatabaseOutage } from '@/lib/db/outage'
import { sqlState } from '@/lib/db/sql-error'
import { ConfigurationError } from '@/lib/env/env'
import { parseUrl } from '@/lib/opencharge/plain-url'
import { UnreadyDatabaseError } from './bring-up-to-date'

const databaseSentences: Readonly<Record<string, string>> = {
  '28P01': 'PostgreSQL refuses the password in DATABASE_URL. Set the right one there.',
  '28000': 'PostgreSQL refuses the user in DATABASE_URL. Set one there that pg_hba.conf lets in.',
  '3D000': 'The database named in DATABASE_URL does not exist. "npm run oc -- migrate" makes it.',
  '42501': 'The user in DATABASE_URL may not do this. Make it the owner of the database.',
  '57014':
    'A statement took too long and was stopped (57014): the database is busy, or the table is large. Nothing was changed; try again.',
  '55P03':
    'Somebody else holds what this needs (55P03): a payment, or another command. Nothing was changed; try again in a moment.',
  '53100': 'The disk of the database is full. Make room there.',
  '25006': 'The database only lets us read. Name the primary server in DATABASE_URL, not a copy of it.',
}

/** An exception in a sentence for the operator, with the mend where we know one. */
export function explainFailure(cause: unknown): string {
  if (cause instanceof ConfigurationError) {
    return `The configuration has ${cause.mistakes.length === 1 ? 'a mistake' : 'mistakes'}:\n${cause.mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`
  }
  if (cause instanceof UnreadyDatabaseError) return cause.message
  const known = databaseSentences[sqlState(cause) ?? '']
  if (known) return known
  if (isDatabaseOutage(cause)) return `${describeOutage(cause)} Start it, or mend DATABASE_URL.`
  const message = cause instanceof Error ? cause.message : String(cause)
  return `The command ended on an error that it does not know: ${message}\nRun it again with LOG_LEVEL=debug to see where, and report that.`
}

function describeOutage(cause: unknown): string {
  const url = parseUrl(process.env.DATABASE_URL ?? '')
  const host = url ? ` at ${url.host}` : ''
  const code = sqlState(cause)
  return `PostgreSQL${host} cannot be reached${code ? ` (${code})` : ''}.`
}
