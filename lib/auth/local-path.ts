/** A path on our own site to go on to after signing in; anything else, a stranger's link included, becomes the wallet. */
export function localPath(text: unknown): string {
  const fallback = '/wallet'
  if (typeof text !== 'string' || text.length > 2048 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\'))
    return fallback
  const base = 'http://local.invalid'
  return URL.canParse(text, base) && new URL(text, base).origin === base ? text : fallback
}
