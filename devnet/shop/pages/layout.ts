import type { WireAnswer } from '@/devnet/network/wire'
import { type Html, html, htmlSource } from '@/devnet/shop/pages/html'

interface Page {
  readonly title: string
  readonly body: Html
  readonly status?: number
  /** Asks for the page again after so many seconds. */
  readonly refreshSeconds?: number
  /** The path of a script of ours; without it the page runs none. */
  readonly scriptPath?: string
}

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // No form-action: buying redirects to the payment page, which is on another origin.
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

export function pageAnswer(page: Page): WireAnswer {
  const policy = `${headers['content-security-policy']}${page.scriptPath ? "; script-src 'self'; media-src 'self' blob:" : ''}`
  return {
    status: page.status ?? 200,
    headers: { ...headers, 'content-security-policy': policy },
    body: `<!doctype html>${htmlSource(documentOf(page))}\n`,
  }
}

const documentOf = ({ title, body, refreshSeconds, scriptPath }: Page): Html => html`
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title}</title>
<link rel="icon" href="/500/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
${scriptPath !== undefined && html`<script src="${scriptPath}" defer></script>`}
</head>
<body>
<header>
<p class="ribbon">Test network. Nothing here costs real money, and nothing will be posted to you.</p>
<p class="masthead"><a class="brand" href="/">Three Corners <span>Market</span></a></p>
</header>
<main>${body}</main>
<footer>Paid through Opencharge. Each seller signs its own orders, and an order counts as paid only once its
seller holds a proof that it has verified.</footer>
</body>
</html>`
