import { create } from 'qrcode'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { QrCode } from './qr-code'

test('what is drawn are the modules of the code, inside a quiet zone of four', () => {
  const text = '{"ocid":200,"order":"https://pay.example/opencharge/orders/create/code_x","expiresAt":1800000300}'
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const markup = renderToStaticMarkup(<QrCode text={text} label="a code" />)
  expect(markup).toContain(`viewBox="0 0 ${modules.size + 8} ${modules.size + 8}"`)
  const drawn = new Uint8Array(modules.size ** 2)
  for (const [, x, y, width] of markup.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    const from = (Number(y) - 4) * modules.size + Number(x) - 4
    drawn.fill(1, from, from + Number(width))
  }
  expect([...drawn]).toEqual([...modules.data].map(Number))
})
