import { expect, test } from 'vitest'
import { renderInEnglish, wordsOf } from '@/components/testing/render-in-english'
import type { InventoryItem } from '@/lib/scanning/inventory'
import { InventoryLine } from './inventory-line'
import { WrongQuantities } from './wrong-quantities'

const stamps: InventoryItem = {
  id: 'stamps',
  name: 'Stamps',
  description: null,
  price: '1.10',
  priceMinor: 110n,
  stock: null,
  least: 2,
  most: 10,
}

test('what cannot be had so often is named, with how often it can', () => {
  const items = [stamps, { ...stamps, id: 'gone', name: 'Umbrella', most: 0 }]
  const words = wordsOf(<WrongQuantities items={items} />)
  expect(words).toMatch(/Stamps *: at least 2, at most 10/)
  expect(words).toMatch(/Umbrella *: Sold out/)
})

test('its field is marked as wrong and described by its numbers', () => {
  const line = (isWrong: boolean) =>
    renderInEnglish(
      <InventoryLine item={stamps} currency={{ code: 'EUR', exponent: 2 }} name="q0" quantity="1" isWrong={isWrong} />,
    )
  expect(line(true)).toMatch(/aria-invalid="true" aria-describedby="q0-limits"/)
  expect(line(false)).not.toContain('aria-invalid')
})
