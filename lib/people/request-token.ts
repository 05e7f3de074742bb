import { randomBytes } from 'node:crypto'

/** 128 random bits: whoever has the link was given it. */
export const newRequestToken = (): string => randomBytes(16).toString('base64url')

/** The token in what a browser sent, or one that is never given out. */
export const readRequestToken = (value: unknown): string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{22}$/.test(value) ? value : 'unknown'
