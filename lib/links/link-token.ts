import { randomBytes } from 'node:crypto'

const TOKEN_BYTES = 16
const FORM = /^[A-Za-z0-9_-]{22}$/

/** 128 random bits, as text for an address: whoever has the link was given it. */
export const newLinkToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** Whether a text has the form of a token; what has not is not even looked up. */
export const isLinkToken = (text: unknown): text is string => typeof text === 'string' && FORM.test(text)

/** The token in what a browser sent, or one that is never given out. */
export const readLinkToken = (value: unknown): string => (isLinkToken(value) ? value : 'unknown')
