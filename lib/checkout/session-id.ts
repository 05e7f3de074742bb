const FORM = /^sess_[A-Za-z0-9_-]{8,64}$/

/**
 * The id of a checkout session in what a browser sent, or one that is never given out. What a page binds to its form
 * comes back from the browser like any field: it may be anything.
 */
export function readSessionId(value: unknown): string {
  return typeof value === 'string' && FORM.test(value) ? value : 'unknown'
}
