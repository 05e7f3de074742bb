import { createHash, randomBytes } from 'node:crypto'

const SESSION_DAYS = 30

/** A fresh token for a browser's cookie. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a token: enough to know it again, not to use it. */
export const digestToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export const sessionMaxAgeSeconds = SESSION_DAYS * 24 * 3600
