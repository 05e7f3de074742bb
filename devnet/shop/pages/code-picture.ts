import QRCode from 'qrcode'
import { type Html, html, rawHtml } from '@/devnet/shop/pages/html'
import { buildQrPayload, type QrPayload } from '@/lib/opencharge/qr-payload'

const quietModules = 4

/** A code to be scanned, dark on white in every light, and its text for whoever has no camera. */
export function codePicture(payload: QrPayload): Html {
  const text = buildQrPayload(payload)
  return html`${rawHtml(drawCode(text))}
<p class="facts">Without a camera, paste this text:</p><p class="code-text"><code>${text}</code></p>`
}

function drawCode(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * quietModules
  const dark = Array.from(modules.data, (isDark, index) =>
    isDark
      ? `M${(index % modules.size) + quietModules} ${Math.floor(index / modules.size) + quietModules}h1v1h-1z`
      : '',
  ).join('')
  return (
    `<svg class="code" role="img" aria-label="Code to scan with a wallet" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${dark}"/></svg>`
  )
}
