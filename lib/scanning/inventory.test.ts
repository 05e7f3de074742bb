import { describe, expect, it } from 'vitest'
import { type Currency, isoCurrency } from '@/lib/money/currency'
import { parseInventory } from './inventory'

const currencies = new Map(['EUR', 'UGX'].map((code) => [code, isoCurrency(code) as Currency]))
const water = { id: 'a', name: 'Water', price: '1.80' }
const read = (value: unknown) => parseInventory(value, currencies)
const withItems = (...items: unknown[]) => ({ currency: 'EUR', items })

describe('an inventory', () => {
  it('gives each item with its price in minor units and how many can be had of it', () => {
    const read1 = read(withItems({ ...water, stock: 4, min: 2, max: 10, picture: 'https://elsewhere.example/x.png' }))
    expect(read1).toMatchObject({
      ok: true,
      value: { items: [{ id: 'a', name: 'Water', priceMinor: 180n, stock: 4, least: 2, most: 4 }] },
    })
  })

  it('has nothing to be had of an item that is sold out, or of which too few are left', () => {
    for (const item of [
      { ...water, stock: 0 },
      { ...water, stock: 1, min: 2 },
      { ...water, max: 0 },
    ]) {
      expect(read(withItems(item))).toMatchObject({ ok: true, value: { items: [{ most: 0 }] } })
    }
  })

  it.each([
    ['a price below zero', { ...water, price: '-1.80' }],
    ['a price that is a number', { ...water, price: 1.8 }],
    ['digits that the currency has not', { ...water, price: '1.805' }],
    ['a price beyond all money', { ...water, price: '999999999999999999' }],
    ['stock below zero', { ...water, stock: -1 }],
    ['stock in fractions', { ...water, stock: 1.5 }],
    ['a name that is no text', { ...water, name: { evil: true } }],
    ['no name', { ...water, name: '' }],
    ['an id with invisible characters', { ...water, id: 'a\u202eb' }],
    ['something that is no item', 'water'],
  ])('is refused with %s', (_, item) => {
    expect(read(withItems(item))).toEqual({ ok: false, error: 'UNREADABLE_INVENTORY' })
  })

  it.each([
    ['the same item twice', withItems(water, water), 'UNREADABLE_INVENTORY'],
    ['no list', { currency: 'EUR', items: { length: 3 } }, 'UNREADABLE_INVENTORY'],
    ['a million items', { currency: 'EUR', items: new Array(1_000_000).fill(water) }, 'INVENTORY_TOO_LARGE'],
    ['a currency that we do not hold', { currency: 'XAU', items: [water] }, 'OTHER_CURRENCY'],
    ['nothing at all', null, 'UNREADABLE_INVENTORY'],
  ])('is refused with %s', (_, value, problem) => {
    expect(read(value)).toEqual({ ok: false, error: problem })
  })
})
