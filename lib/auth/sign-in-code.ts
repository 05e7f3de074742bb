import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

export const codeMinutes = 10
export const mostTries = 5
export const mostCodesPerHour = 5

const CODE_DIGITS = 8

/** A sign-in under way. The flow id binds it to the browser that asked and to the mail: without it nobody can use up its tries. */
export const newFlowId = (): string => randomBytes(16).toString('base64url')

/** The flow id in what a browser sent, or undefined when it is none: it may be anything. */
export function parseFlowId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{22}$/.test(value) ? value : undefined
}

export const newCode = (): string => String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')

/** The digits of what a person typed or pasted, or undefined when they are no code. */
export function parseCode(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 40) return undefined
  const digits = text.replace(/[\s-]/g, '')
  return /^[0-9]{8}$/.test(digits) ? digits : undefined
}

/** What the database keeps of a code. Eight digits are soon guessed from a plain digest, so it is keyed. */
export function hashCode(flowId: string, code: string, secret: string): string {
  return createHmac('sha256', secret).update(`${flowId}.${code}`).digest('hex')
}

export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
