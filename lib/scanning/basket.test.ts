import { describe, expect, it } from 'vitest'
import { type Currency, isoCurrency } from '@/lib/money/currency'
import type { Order } from '@/lib/opencharge/order'
import { type Basket, fillBasket } from './basket'
import { compareBasket } from './compare-basket'
import { type Inventory, parseInventory } from './inventory'
import { seenMark } from './seen-mark'
import { storedBasket, writeBasket } from './stored-basket'

const currencies = new Map([['EUR', isoCurrency('EUR') as Currency]])
const inventory = inventoryOf([
  { id: 'water', name: 'Water', price: '1.80', stock: 5 },
  { id: 'stamps', name: 'Stamps', price: '1.10', min: 2, max: 10 },
  { id: 'gone', name: 'Umbrella', price: '14.00', stock: 0 },
  { id: 'leaflet', name: 'Leaflet', price: '0' },
])

function inventoryOf(items: readonly object[]): Inventory {
  const parsed = parseInventory({ currency: 'EUR', items }, currencies)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

const fill = (quantities: Readonly<Record<string, string>>) => fillBasket(inventory, ({ id }) => quantities[id] ?? '')

describe('a basket', () => {
  it('holds what was chosen, with its total', () => {
    const basket = fill({ water: '2', stamps: ' 3 ' })
    expect(basket).toMatchObject({ ok: true, value: { totalMinor: 690n } })
    expect(basket.ok && basket.value.items.map(({ id, quantity }) => [id, quantity])).toEqual([
      ['water', 2],
      ['stamps', 3],
    ])
  })

  it.each([
    [{}, 'EMPTY'],
    [{ water: '0' }, 'EMPTY'],
    [{ leaflet: '1' }, 'EMPTY'],
    [{ water: '6' }, 'QUANTITY'],
    [{ stamps: '1' }, 'QUANTITY'],
    [{ stamps: '11' }, 'QUANTITY'],
    [{ gone: '1' }, 'QUANTITY'],
    [{ water: '-1' }, 'QUANTITY'],
    [{ water: '1.5' }, 'QUANTITY'],
    [{ water: '1e1' }, 'QUANTITY'],
    [{ water: '٣' }, 'QUANTITY'],
  ])('is refused for %j as %s', (quantities, problem) => {
    expect(fill(quantities)).toEqual({ ok: false, error: problem })
  })

  it('is made from the list that was seen: other names, prices or places are noticed, and what is left is not', () => {
    const items = [
      { id: 'water', name: 'Water', price: '1.80' },
      { id: 'tea', name: 'Tea', price: '2.00' },
    ] as const
    const mark = (...list: readonly object[]) => seenMark(inventoryOf(list))
    const seen = mark(...items)
    expect(mark({ ...items[0], stock: 3 }, items[1])).toBe(seen)
    for (const other of [
      mark({ ...items[0], price: '1.90' }, items[1]),
      mark({ ...items[0], name: 'Tap water' }, items[1]),
      mark(items[1], items[0]),
      mark(items[0]),
    ]) {
      expect(other).not.toBe(seen)
    }
  })

  it('is read back from the database as it was', () => {
    const basket = fill({ water: '2', stamps: '3' })
    expect(basket.ok && storedBasket(writeBasket(basket.value), currencies)).toEqual(basket.ok && basket.value)
  })
})

describe('the order that comes back', () => {
  const basket = (fill({ water: '2', stamps: '3' }) as { value: Basket }).value
  const order: Order = {
    id: 'o',
    ocid: 520,
    amount: '6.90',
    currency: 'EUR',
    createdAt: 1,
    items: [
      { id: 'stamps', name: 'Stamps', quantity: 3, price: '1.1' },
      { id: 'water', name: 'Water', quantity: 2, price: '1.80' },
    ],
  }
  const [stamps, water] = order.items as [object, object]
  const kinds = (changes: object) => compareBasket(basket, { ...order, ...changes } as Order).map(({ kind }) => kind)

  it('is what was chosen in whatever order and with however many zeros', () => expect(kinds({})).toEqual([]))

  it.each([
    [{ amount: '7.90' }, ['total']],
    [{ items: [stamps] }, ['missing']],
    [{ items: undefined }, ['missing', 'missing']],
    [{ items: [stamps, water, { id: 'fee', name: 'Fee', quantity: 1, price: '0' }] }, ['added']],
    [{ items: [stamps, water, water] }, ['added']],
    [{ items: [stamps, { ...water, quantity: 1 }] }, ['quantity']],
    [{ items: [stamps, { ...water, price: '1.90' }], amount: '7.10' }, ['price', 'total']],
    [{ items: [stamps, { ...water, name: 'Tap water' }] }, ['name']],
    [{ currency: 'KWD' }, ['currency']],
  ])('differs with %j', (changes, expected) => expect(kinds(changes)).toEqual(expected))
})
