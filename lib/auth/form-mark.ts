import { createHmac } from 'node:crypto'
import { authSecret } from './auth-secret'
import { isSameHash } from './sign-in-code'

/**
 * Stands for what we made for a page and get back from the browser: nobody else can make it, or carry it over to anything else.
 * `use` says what it is for, so that no mark is good in another place.
 */
export function formMark(use: string, ...parts: readonly unknown[]): string {
  const text = JSON.stringify([use, ...parts])
  return createHmac('sha256', authSecret()).update(text).digest('base64url')
}

/** Whether a mark that came from a browser is that of these parts. */
export function isFormMark(given: string, use: string, ...parts: readonly unknown[]): boolean {
  return isSameHash(given, formMark(use, ...parts))
}
