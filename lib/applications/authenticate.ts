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
 * digest. `address` is where the request came from: who guesses there at a key is slowed down there, and nobody else is.
 */
export async function authenticate(
  headers: Headers,
  address: string,
): Promise<Result<CallingApplication, AuthenticationError>> {
  const credential = readApiCredential(headers.get('x-api-key'), headers.get('x-api-secret'))
  if (!credential) return err({ code: 'UNAUTHORIZED' })
  const digest = keyDigest(credential.key)
  const caller = await findByKey(digest)
  // Nothing is hashed for a key that is not there: the limit per address is enough.
  if (!caller) return err({ code: 'UNAUTHORIZED' })
  const secretDigest = createHash('sha256').update(credential.secret).digest()
  if (isRemembered(digest, secretDigest, caller.secretHash)) return ok(caller)
  // Requests that bring the same secret at once are one attempt: a burst after a start must not use up the limit of guesses.
  const attempt = [digest, secretDigest.toString('hex'), caller.secretHash, address].join(' ')
  const refusal = await once(attempt, async () => {
    // Per key: who guesses at one keeps nobody out who comes from the same address with another.
    const refused = await checkSecret(credential.secret, caller.secretHash, `${address} ${digest}`)
    if (!refused) remember(digest, { secretDigest, secretHash: caller.secretHash, untilMs: Date.now() + REMEMBERED_MS })
    return refused
  })
  return refusal ? err(refusal) : ok(caller)
}

/** What the slow hash says, at the price of one guess unless the secret is right. */
async function checkSecret(
  secret: string,
  secretHash: string,
  guesser: string,
): Promise<AuthenticationError | undefined> {
  // Taken before the slow hash: thousands of wrong secrets must not keep the threads that hash the right ones.
  const seconds = await takeRateLimit('api_secret', guesser)
  if (seconds !== undefined) return { code: 'TRY_LATER', seconds }
  if (!(await isSecret(secret, secretHash))) return { code: 'UNAUTHORIZED' }
  await returnRateLimit('api_secret', guesser)
  return undefined
}

const underWay = new Map<string, Promise<AuthenticationError | undefined>>()

/** Does it, unless the same attempt is under way: then its outcome is shared. */
function once(attempt: string, check: () => Promise<AuthenticationError | undefined>) {
  const running = underWay.get(attempt)
  if (running) return running
  const started = check().finally(() => underWay.delete(attempt))
  underWay.set(attempt, started)
  return started
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
