const maxUrlCharacters = 2048

/** Anything that a browser and a checker could read differently: controls, spaces, backslashes, invisible characters. */
const ambiguous = /[\p{Cc}\p{Cf}\p{Z}\p{Surrogate}\\]/u

/**
 * Reads an absolute http or https URL without credentials or fragment, of at most 2048 characters, written without any
 * character that parsers disagree on. Gives undefined for everything else.
 */
export function parsePlainUrl(text: string): URL | undefined {
  if (text.length > maxUrlCharacters || ambiguous.test(text) || !/^https?:\/\/[^/]/i.test(text)) return undefined
  const url = parseUrl(text)
  return url?.username === '' && url.password === '' && !text.includes('#') ? url : undefined
}

/**
 * Any URL as the WHATWG parser reads it, `base` being what a relative one stands under; undefined for what is none.
 * Not `URL.canParse`: Node 20 answers it wrongly for Latin letters beyond ASCII once the calling function is hot.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
