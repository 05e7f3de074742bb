import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { parseCurrencyList } from '@/lib/money/currency'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { ProtocolError } from '@/lib/opencharge/errors'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import {
  checkOrderAmount,
  type Order,
  OrderSchema,
  orderDifference,
  orderShape,
  parseOrder,
  priceItems,
  verifyOrder,
} from '@/lib/opencharge/order'
import type { Result } from '@/lib/opencharge/result'
import { signObject } from '@/lib/opencharge/signed-object'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import { testPerson } from '@/lib/opencharge/testing/test-people'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const shop = testPerson('shop')
const usd = { code: 'USD', exponent: 2 }
const item = { id: 'i', name: 'Coffee', quantity: 2, price: '3.50' }
const order = { id: 'o', ocid: 0, amount: '7.00', currency: 'USD', createdAt: 1, items: [item] }
const currencies = (() => {
  const parsed = parseCurrencyList('USD,UGX,KWD')
  return parsed.ok ? parsed.value : new Map()
})()

const parsed = (value: unknown): Order => {
  const result = parseOrder(value)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const paths = (result: Result<unknown, ProtocolError>) =>
  result.ok
    ? []
    : z
        .array(z.object({ path: z.string() }))
        .parse(result.error.details?.issues)
        .map(({ path }) => path)

describe('the shape of an order', () => {
  it('may be as small as its required members, and keeps unknown ones', () => {
    const { items, ...smallest } = order
    expect(parsed(smallest)).toEqual(smallest)
    expect(parsed({ ...order, extra: { deep: [1] } })).toMatchObject({ extra: { deep: [1] } })
  })

  it('is checked without being copied, so that what is verified is what was parsed', () => {
    const json = parseStrictJson(new TextEncoder().encode(`{"__proto__":{"x":1},${JSON.stringify(order).slice(1)}`))
    const value = json.ok ? json.value : null
    expect(parsed(value)).toBe(value)
    expect(canonicalJson(parsed(value))).toContain('"__proto__":{"x":1}')
  })

  it.each([
    ['id', ['', 'a'.repeat(129), 'a\nb', 'a\u202eb', 5, undefined]],
    ['ocid', [-1, 1.5, '500', 2 ** 53, null, undefined]],
    ['amount', ['0', '0.00', '-1', '1e3', '1,000', ' 1', 7, null, undefined, '1000000000000000']],
    ['currency', ['', 'A'.repeat(17), 'US\n', 1, undefined]],
    ['createdAt', [-1, 1.5, '1', undefined, 2 ** 53]],
    ['expiresAt', [-1, 1.5, '1', null]],
    ['reference', ['r'.repeat(257), 1, null]],
    ['memo', ['m'.repeat(1001), 1, null]],
    ['accepts', [['100'], 'all', [1.5], Array(101).fill(1), null]],
    ['items', ['none', {}, Array(201).fill(item), null]],
  ])('is refused with the path of a faulty %s', (member, values) => {
    for (const value of values) {
      const result = parseOrder({ ...order, [member]: value })
      expect(result, JSON.stringify(value)).toMatchObject({
        ok: false,
        error: { code: 'INVALID_REQUEST', status: 400 },
      })
      expect(paths(result)[0]).toMatch(new RegExp(`^${member}`))
    }
  })

  it.each([
    ['id', ['', 5]],
    ['name', ['n'.repeat(301), undefined]],
    ['quantity', [0, -1, '1', 1_000_000_001, null]],
    ['price', ['-1', '1e2', 5, '']],
  ])('is refused with the path of an item’s faulty %s', (member, values) => {
    for (const value of values) {
      expect(paths(parseOrder({ ...order, items: [item, { ...item, [member]: value }] }))).toEqual([
        `items.1.${member}`,
      ])
    }
  })

  it('takes every limit at its edge', () => {
    const largest = {
      ...order,
      id: 'i'.repeat(128),
      memo: 'm'.repeat(1000),
      accepts: Array(100).fill(0),
      items: Array(200).fill(item),
    }
    expect(parseOrder(largest).ok).toBe(true)
    expect(parseOrder({ ...order, items: [{ ...item, price: '0', quantity: 0.001 }] }).ok).toBe(true)
  })

  it('never throws and never echoes more than 20 faults', () => {
    fc.assert(fc.property(fc.anything(), (value) => void parseOrder(value)))
    const faulty = parseOrder({ ...order, items: Array(200).fill({}) })
    expect(paths(faulty)).toHaveLength(20)
  })

  it('has its path inside the body when it is a member of one, and a JSON Schema', () => {
    const body = z.object({ order: OrderSchema }).safeParse({ order: { ...order, ocid: 'x' } })
    expect(body.error?.issues.map(({ path }) => path)).toEqual([['order', 'ocid']])
    expect(z.toJSONSchema(orderShape).required).toEqual(['id', 'ocid', 'amount', 'currency', 'createdAt'])
  })
})

describe('the signature of an order', () => {
  const signed = parsed({ ...order, note: 'unknown members are signed' })
  const signature = signObject(signed, shop.signer)

  it('covers every member, the unknown ones too', () => {
    expect(verifyOrder(signed, signature, shop.key, nobleCrypto).ok).toBe(true)
    for (const change of [
      { note: 'changed' },
      { amount: '7.0' },
      { items: [{ ...item, price: '0.01' }] },
      { more: 1 },
    ]) {
      const verified = verifyOrder(parsed({ ...signed, ...change }), signature, shop.key, nobleCrypto)
      expect(verified).toMatchObject({ ok: false, error: { code: 'INVALID_SIGNATURE', status: 400 } })
      expect(verified).not.toHaveProperty('error.details')
    }
  })

  it('is refused with a hint when it leaves the items unsigned', () => {
    const shallow = shop.signer.sign(JSON.stringify(signed, Object.keys(signed).sort()))
    expect(verifyOrder(signed, shallow, shop.key, nobleCrypto)).toMatchObject({
      ok: false,
      error: {
        code: 'INVALID_SIGNATURE',
        status: 400,
        details: {
          hint: 'shallow_canonicalisation',
          explanation: expect.stringContaining('prices of the items are not covered'),
        },
      },
    })
  })
})

describe('the amount of an order', () => {
  it('is money of a currency that we hold', () => {
    expect(checkOrderAmount(parsed(order), currencies)).toEqual({
      ok: true,
      value: { amountMinor: 700n, currency: usd },
    })
  })

  it.each(['XYZ', 'usd', 'EUR'])('is refused in %s', (currency) => {
    expect(checkOrderAmount(parsed({ ...order, currency }), currencies)).toMatchObject({
      ok: false,
      error: { code: 'SETTLEMENT_NOT_SUPPORTED', details: { currency, currencies: ['USD', 'UGX', 'KWD'] } },
    })
  })

  it('is refused with its path when it, or a price, has more digits than the currency', () => {
    expect(paths(checkOrderAmount(parsed({ ...order, amount: '10000.50', currency: 'UGX' }), currencies))).toEqual([
      'order.amount',
    ])
    const pricey = parsed({ ...order, items: [item, { ...item, price: '0.001' }] })
    expect(paths(checkOrderAmount(pricey, currencies))).toEqual(['order.items.1.price'])
  })
})

describe('the difference line', () => {
  it.each([
    ['7.00', 0n],
    ['8.50', 150n],
    ['6.99', -1n],
  ])('of an amount of %s over items of 7.00 is %s', (amount, difference) => {
    expect(orderDifference(parsed({ ...order, amount }), usd)).toBe(difference)
  })

  it('is absent without items', () => {
    expect(orderDifference(parsed({ ...order, items: [] }), usd)).toBe(0n)
  })

  it('and the lines always add up to the amount', () => {
    const items = fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 99_999 }).map((thousandth) => thousandth / 1000),
        cents: fc.nat(1_000_000),
      }),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 10 ** 9 }), (lines, cents) => {
        const priced = parsed({
          ...order,
          amount: (cents / 100).toFixed(2),
          items: lines.map((line) => ({ ...item, quantity: line.quantity, price: (line.cents / 100).toFixed(2) })),
        })
        const sum = priceItems(priced, usd).reduce((total, { totalMinor }) => total + totalMinor, 0n)
        expect(sum + orderDifference(priced, usd)).toBe(BigInt(cents))
      }),
    )
  })

  it('throws on an order that was not checked', () => {
    expect(() => orderDifference(parsed({ ...order, amount: '7.001' }), usd)).toThrow(RangeError)
    expect(() => priceItems(parsed({ ...order, items: [{ ...item, price: '0.001' }] }), usd)).toThrow(RangeError)
  })
})
