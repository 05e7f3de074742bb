import { fallbackLocale, isLocale, type Locale } from './locales'

// A header is a client's text: longer ones are not worth reading.
const longestHeader = 500

/** The page's language: the payer's own choice, else the best of `Accept-Language` (RFC 9110, 12.5.4), else English. */
export function negotiateLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen
  return preferences(acceptLanguage ?? '').find(isLocale) ?? fallbackLocale
}

function preferences(header: string): string[] {
  return header
    .slice(0, longestHeader)
    .split(',')
    .map(readPreference)
    .filter((preference) => preference.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map((preference) => preference.language)
}

function readPreference(part: string): { language: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = quality === undefined ? 1 : Number(quality.slice(2))
  return { language: tag.split('-')[0] ?? '', weight: Number.isFinite(weight) ? weight : 0 }
}
