const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 3 * 3600_000
const GIVE_UP_AFTER_MS = 3 * 24 * 3600_000

/**
 * When to try again after attempt number `attempt` (1 is the first) failed: pauses double up to three hours, and are spread
 * by ±25 % (`random` in [0, 1)) so that receivers that come back are not hit by all at once. Undefined after three days.
 */
export function nextAttemptAt(
  attempt: number,
  firstTriedAtMs: number,
  nowMs: number,
  random: number,
): number | undefined {
  if (nowMs - firstTriedAtMs >= GIVE_UP_AFTER_MS) return undefined
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 30))
  const spread = Math.round(pause * (0.75 + random / 2))
  return Math.min(nowMs + spread, firstTriedAtMs + GIVE_UP_AFTER_MS)
}
