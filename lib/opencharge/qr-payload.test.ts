import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { buildQrPayload, checkQrPayload, parseQrPayload, type QrPayload } from '@/lib/opencharge/qr-payload'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const order: QrPayload = {
  kind: 'order',
  ocid: 0,
  url: 'https://pay.example/opencharge/orders/create/sess_1',
  expiresAt: 1706500300,
}
const inventory: QrPayload = { kind: 'inventory', ocid: 500, url: 'https://shop.example/oc/inventory', expiresAt: null }

describe('a QR payload', () => {
  it('has the wire form of the protocol and is read back', () => {
    expect(JSON.parse(buildQrPayload(order))).toEqual({ ocid: 0, order: order.url, expiresAt: 1706500300 })
    expect(JSON.parse(buildQrPayload(inventory))).toEqual({ ocid: 500, inventory: inventory.url, expiresAt: null })
    for (const payload of [order, inventory])
      expect(parseQrPayload(buildQrPayload(payload))).toEqual({ ok: true, value: payload })
  })

  it.each([
    'https://pay.example',
    '',
    '[]',
    '{"ocid":1,"expiresAt":null}',
    '{"ocid":"1","order":"https://a.example"}',
    '{"ocid":1,"ocid":2,"order":"https://a.example"}',
    '{"ocid":1,"order":"https://a.example","inventory":"https://a.example"}',
    '{"ocid":1,"order":"javascript:alert(1)"}',
    '{"ocid":1,"order":"https://a:b@a.example"}',
    '{"ocid":1,"order":"https://a.example","expiresAt":"soon"}',
    `{"ocid":1,"order":"https://a.example/${'x'.repeat(3000)}"}`,
  ])('is not %s', (text) => {
    expect(parseQrPayload(text)).toEqual({ ok: false, error: 'NOT_A_PAYLOAD' })
  })

  it('never throws, whatever is scanned', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => void parseQrPayload(text)))
  })
})

describe('a scan', () => {
  const now = 1706500000
  const check = (url: string, endpoint = 'https://pay.example/opencharge', kind: QrPayload['kind'] = 'order') =>
    checkQrPayload({ ...order, kind, url }, endpoint, now)

  it.each<[string, string, QrPayload['kind']]>([
    ['https://pay.example/opencharge/orders/ord_1', 'https://pay.example/opencharge', 'order'],
    ['https://pay.example/opencharge/orders/create/code_1', 'https://pay.example/opencharge', 'order'],
    ['https://PAY.example:443/opencharge/orders/ord%201', 'https://pay.example/opencharge/', 'order'],
    ['https://pay.example/orders/ord_1', 'https://pay.example', 'order'],
    ['https://pay.example/opencharge/inventory', 'https://pay.example/opencharge', 'inventory'],
  ])('is followed to %s of %s', (url, endpoint, kind) => {
    expect(check(url, endpoint, kind)).toEqual({ ok: true, value: true })
  })

  it.each<[string, QrPayload['kind']]>([
    ['https://pay.example/opencharge/verify/tx_1', 'inventory'],
    ['https://pay.example/opencharge/verify/tx_1', 'order'],
    ['https://pay.example/opencharge/orders/ord_1/status', 'order'],
    ['https://pay.example/opencharge/orders/../capabilities', 'order'],
    ['https://pay.example/opencharge/inventory/more', 'inventory'],
    ['https://pay.example/opencharge/inventory?of=tx_1', 'inventory'],
    ['https://pay.example/opencharge/orders/', 'order'],
    ['https://pay.example/orders/ord_1', 'order'],
    ['https://pay.example/openchargeorders/ord_1', 'order'],
    ['https://pay.example/opencharge/orders/ord_1', 'inventory'],
  ])('is refused for %s as %s: we sign a request to nothing else', (url, kind) => {
    expect(check(url, undefined, kind)).toEqual({ ok: false, error: 'OTHER_ADDRESS' })
  })

  it.each([
    'https://evil.example/opencharge/orders/create/sess_1',
    'https://pay.example.evil.example/opencharge',
    'https://pay.example@evil.example/opencharge',
    'https://pay.example\\@evil.example/',
    'https://pay.example:8443/opencharge',
    'http://pay.example/opencharge',
    'https://sub.pay.example/opencharge',
    'pay.example',
  ])('is refused for %s', (url) => {
    expect(check(url)).toEqual({ ok: false, error: 'OTHER_ADDRESS' })
  })

  it('is refused from the second on in which the code expires', () => {
    const shown = { ...order, url: 'https://pay.example/orders/ord_1' }
    const at = (seconds: number) => checkQrPayload(shown, 'https://pay.example', seconds).ok
    expect([at(1706500299), at(1706500300), at(1706500301)]).toEqual([true, false, false])
  })
})
