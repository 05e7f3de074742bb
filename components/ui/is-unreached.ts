// What Chromium, Firefox and Safari say of a request that got no answer. Other TypeErrors are mistakes of ours.
const unanswered = /failed to fetch|networkerror|network error|load failed/i

/** Whether a page broke because the browser did not reach us: nothing of it stands in our log. */
export function isUnreached(error: unknown, isOnline: boolean): boolean {
  return !isOnline || (error instanceof TypeError && unanswered.test(error.message))
}
