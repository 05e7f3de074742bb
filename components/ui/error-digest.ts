/** The number under which the server logged an exception, or null: what was thrown in the browser has none. */
export function errorDigest(error: unknown): string | null {
  const digest = error instanceof Error && 'digest' in error ? error.digest : null
  return typeof digest === 'string' ? digest : null
}
