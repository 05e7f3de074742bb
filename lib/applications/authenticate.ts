import { createHash, timingSafeEqual } from 'node:crypto'
import { returnRateLimit, takeRateLimit } from '@/lib/http/rate-limit'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { isSecret, keyDigest, readApiCredential } from './api-credential'
import { type CallingApplication, findByKey } from './application-store'

export type AuthenticationError =
  | { readonly code: 'UNAUTHORIZED' }
  | { readonly code: 'TRY_LATER'; readonly seconds: number }

// A few minutes: the slow hash is there for a stolen database, and it is paid once per credential and process.
const REMEMBERED_MS = 5 * 60_000
const MOST_REMEMBERED = 10_000

interface Remembered {
  readonly secretDigest: Buffer
  readonly secretHash: string
  readonly untilMs: number
}
const verified = new Map<string, Remembered>()

/**
 * Who sent these headers. The key is looked up every time; the secret is hashed slowly once and then remembered by its
 * digest. `address` is where the request came from: who guesses there is slowed down there, and nobody else is.
 */
export async function authenticate(
  headers: Headers,
  address: string,
): Promise<Result<CallingApplication, AuthenticationError>> {
  const credential = readApiCredential(headers.get('x-api-key'), headers.get('x-api-secret'))
  if (!credential) return guessed(address)
  const digest = keyDigest(credential.key)
  const caller = await findByKey(digest)
  if (!caller) return guessed(address)
  const secretDigest = createHash('sha256').update(credential.secret).digest()
  if (isRemembered(digest, secretDigest, caller.secretHash)) return ok(caller)
  // Taken before the slow hash: thousands of wrong secrets must not keep the threads that hash the right ones.
  const seconds = await takeRateLimit('api_secret', address)
  if (seconds !== undefined) return err({ code: 'TRY_LATER', seconds })
  if (!(await isSecret(credential.secret, caller.secretHash))) return err({ code: 'UNAUTHORIZED' })
  await returnRateLimit('api_secret', address)
  remember(digest, { secretDigest, secretHash: caller.secretHash, untilMs: Date.now() + REMEMBERED_MS })
  return ok(caller)
}

async function guessed(address: string): Promise<Result<never, AuthenticationError>> {
  const seconds = await takeRateLimit('api_secret', address)
  return err(seconds === undefined ? { code: 'UNAUTHORIZED' } : { code: 'TRY_LATER', seconds })
}

function isRemembered(digest: string, secretDigest: Buffer, secretHash: string): boolean {
  const known = verified.get(digest)
  if (!known || known.untilMs < Date.now() || known.secretHash !== secretHash) return false
  return timingSafeEqual(known.secretDigest, secretDigest)
}

function remember(digest: string, known: Remembered): void {
  if (verified.size >= MOST_REMEMBERED) verified.clear()
  verified.set(digest, known)
}
