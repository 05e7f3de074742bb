import { directionOf, type Locale } from '@/lib/i18n/locales'
import { serviceErrorTexts } from '@/lib/i18n/service-error-texts'

interface ServiceErrorDocument {
  readonly locale: Locale
  readonly requestId: string
  /** Where `public/service-error.css` is served. */
  readonly styleHref: string
}

/**
 * The page of a failure as a whole document, made without React: Next.js answers a broken page with an empty body that
 * only JavaScript fills. The server in front sends this one instead.
 */
export function serviceErrorDocument({ locale, requestId, styleHref }: ServiceErrorDocument): string {
  const texts = serviceErrorTexts[locale]
  return `<!DOCTYPE html>
<html lang="${locale}" dir="${directionOf[locale]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(texts.title)}</title>
<link rel="stylesheet" href="${escapeHtml(styleHref)}">
</head>
<body>
<main>
<h1>${escapeHtml(texts.title)}</h1>
<p>${escapeHtml(texts.money)}</p>
<p><a href="">${escapeHtml(texts.retry)}</a></p>
<p><small>${escapeHtml(texts.requestId)} <bdi><code>${escapeHtml(requestId)}</code></bdi></small></p>
</main>
</body>
</html>
`
}

const entityOf: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entityOf[character] ?? '')
}
