import { ConfigurationError } from '@/lib/env/env'

/** The last words of a boot that failed: one sentence per mistake, and a stack only when it is a bug. */
export function reportStartFailure(cause: unknown): never {
  if (cause instanceof ConfigurationError) {
    console.error(`The configuration has ${cause.mistakes.length === 1 ? 'a mistake' : 'mistakes'}:`)
    for (const mistake of cause.mistakes) console.error(`  - ${mistake}`)
  } else if (cause instanceof Error && !(cause instanceof TypeError)) {
    console.error(`The gateway did not start: ${cause.message}`)
    if (process.env.LOG_LEVEL === 'debug') console.error(cause)
  } else {
    console.error('The gateway did not start:', cause)
  }
  process.exit(1)
}
