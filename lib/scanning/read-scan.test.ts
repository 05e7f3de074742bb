import { describe, expect, it } from 'vitest'
import { readScan } from './read-scan'

const code = (changes: object) =>
  JSON.stringify({ ocid: 500, order: 'https://shop.example/oc/orders/ord_1', expiresAt: null, ...changes })
const production = { allowHttp: false }

describe('a scanned text', () => {
  it('is read with the white space that pasting leaves around it', () => {
    expect(readScan(`\n ${code({})} `, production)).toMatchObject({ ok: true, value: { kind: 'order', ocid: 500 } })
  })

  it.each([
    ['', 'NOTHING_READ'],
    ['  \n', 'NOTHING_READ'],
    ['x'.repeat(10_000), 'TOO_LONG'],
    [code({ order: `https://shop.example/${'ي'.repeat(1500)}` }), 'TOO_LONG'],
    ['https://shop.example/menu', 'NOT_A_CODE'],
    ['WIFI:S:cafe;T:WPA;P:secret;;', 'NOT_A_CODE'],
    [code({ order: 'javascript:alert(1)' }), 'NOT_A_CODE'],
    [code({ order: 'data:text/html,x' }), 'NOT_A_CODE'],
    [code({ order: 'https://shop.example\\@evil.example/' }), 'NOT_A_CODE'],
    [code({ ocid: '500' }), 'NOT_A_CODE'],
    [code({ order: 'http://shop.example/oc/orders/ord_1' }), 'INSECURE_ADDRESS'],
    [code({ order: 'https://pay.example/opencharge/orders/create/sess_1' }), 'WALLET_CODE'],
  ])('%.60s is refused as %s', (text, problem) => {
    expect(readScan(text, production)).toEqual({ ok: false, error: problem })
  })

  it('may lead to http in development', () => {
    const text = code({ order: 'http://localhost:3001/510/opencharge/orders/510-A' })
    expect(readScan(text, { allowHttp: true }).ok).toBe(true)
  })
})
