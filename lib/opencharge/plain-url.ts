const maxUrlCharacters = 2048

/** Anything that a browser and a checker could read differently: controls, spaces, backslashes, invisible characters. */
const ambiguous = /[\p{Cc}\p{Cf}\p{Z}\p{Surrogate}\\]/u

/**
 * Reads an absolute http or https URL without credentials or fragment, of at most 2048 characters, written without any
 * character that parsers disagree on. Gives undefined for everything else.
 */
export function parsePlainUrl(text: string): URL | undefined {
  if (text.length > maxUrlCharacters || ambiguous.test(text) || !/^https?:\/\/[^/]/i.test(text)) return undefined
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.username === '' && url.password === '' && !text.includes('#') ? url : undefined
}
