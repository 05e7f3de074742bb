import { randomBytes } from 'node:crypto'

const TOKEN_BYTES = 16
const FORM = /^[A-Za-z0-9_-]{22}$/

export const newReceiptToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** Whether a text has the form of a token; what has not is not even looked up. */
export const isReceiptToken = (text: string): boolean => FORM.test(text)
