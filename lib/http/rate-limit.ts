import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '@/lib/env/env'

export type RateLimitKind =
  | 'address'
  | 'ocid'
  | 'unknown_ocid'
  | 'sign_in'
  | 'payee'
  | 'code'
  | 'receipt_guess'
  | 'invoice_guess'
  | 'receipt_mail'
  | 'api_secret'

// Each asks a registry, which may cost the operator money, before anything is proven. Far above what comes when we start anew.
const UNKNOWN_OCIDS_PER_MINUTE = 600
// Nobody sends money to that many people; whoever tries addresses one after the other shall not get far.
const PAYEES_PER_HOUR = 60
// Each is a request in our name to whoever a code says, and others allow us only so many.
const CODES_PER_MINUTE = 60
// A token has 128 bits: who misses more often than this is not a person with a wrong link.
const TOKEN_GUESSES_PER_MINUTE = 60
const RECEIPT_MAILS_PER_HOUR = 10
// An application has its secret right; each wrong one costs a slow hash.
const WRONG_API_SECRETS_PER_MINUTE = 30

const shared = globalThis as { openchargeLimits?: Record<RateLimitKind, RateLimiterMemory> }

// Counted in each process for itself: the shares add up to what the operator allowed, with no round trip on the hot path.
function limits(): Record<RateLimitKind, RateLimiterMemory> {
  const { RATE_LIMIT_ADDRESS_PER_MINUTE, RATE_LIMIT_OCID_PER_MINUTE, RATE_LIMIT_SIGN_IN_PER_HOUR, WEB_CONCURRENCY } =
    env()
  const limiter = (total: number, seconds: number) =>
    new RateLimiterMemory({ points: Math.max(1, Math.ceil(total / WEB_CONCURRENCY)), duration: seconds })
  shared.openchargeLimits ??= {
    address: limiter(RATE_LIMIT_ADDRESS_PER_MINUTE, 60),
    ocid: limiter(RATE_LIMIT_OCID_PER_MINUTE, 60),
    unknown_ocid: limiter(UNKNOWN_OCIDS_PER_MINUTE, 60),
    sign_in: limiter(RATE_LIMIT_SIGN_IN_PER_HOUR, 3600),
    payee: limiter(PAYEES_PER_HOUR, 3600),
    code: limiter(CODES_PER_MINUTE, 60),
    receipt_guess: limiter(TOKEN_GUESSES_PER_MINUTE, 60),
    invoice_guess: limiter(TOKEN_GUESSES_PER_MINUTE, 60),
    receipt_mail: limiter(RECEIPT_MAILS_PER_HOUR, 3600),
    api_secret: limiter(WRONG_API_SECRETS_PER_MINUTE, 60),
  }
  return shared.openchargeLimits
}

/** Counts one event. Undefined when it is allowed, else the whole seconds to wait. */
export async function takeRateLimit(kind: RateLimitKind, key: string): Promise<number | undefined> {
  try {
    await limits()[kind].consume(key)
    return undefined
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal
    return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
  }
}

// By its shape: the limiters are shared by pages and handlers, which Next.js gives copies of the class, and only one of them made it.
function isRefusal(value: unknown): value is Pick<RateLimiterRes, 'msBeforeNext'> {
  return (
    typeof value === 'object' && value !== null && 'msBeforeNext' in value && typeof value.msBeforeNext === 'number'
  )
}

/** Takes an event back that turned out not to be the owner's own: a replay must not use up the limit of whom it imitates. */
export async function returnRateLimit(kind: RateLimitKind, key: string): Promise<void> {
  await limits()[kind].reward(key)
}
