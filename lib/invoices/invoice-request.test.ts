import { describe, expect, it } from 'vitest'
import { readFields } from '@/lib/merchant-api/read-fields'
import { InvoiceBody, NoFields } from './invoice-request'

const line = { description: 'A thing', qty: 1, unitAmountMinor: 250 }
const good = { customerReference: 'customer-1', lineItems: [line] }

const wrongIn = (body: unknown) => {
  const read = readFields(InvoiceBody, body)
  return read.ok ? {} : (read.error.data as Record<string, string>)
}
const withLine = (more: Record<string, unknown>) => ({ ...good, lineItems: [line, { ...line, ...more }] })
const without = (name: string) => Object.fromEntries(Object.entries(line).filter(([key]) => key !== name))
const most = 999_999_999_999_999

describe('an invoice’s body', () => {
  it('has BDT and is issued unless it says otherwise', () => {
    expect(readFields(InvoiceBody, good)).toEqual({ ok: true, value: { ...good, currency: 'BDT', issue: true } })
  })

  it.each([
    ['a reference at its limit', { ...good, customerReference: 'x'.repeat(255) }],
    ['a description at its limit', withLine({ description: 'x'.repeat(200) })],
    ['a quantity at its limit', withLine({ qty: 1_000_000 })],
    ['a line that costs nothing', withLine({ unitAmountMinor: 0 })],
    ['a total at its limit', { ...good, lineItems: [{ ...line, unitAmountMinor: most }] }],
    ['200 lines', { ...good, lineItems: Array.from({ length: 200 }, () => line) }],
    ['a leap day', { ...good, dueDate: '2028-02-29' }],
    ['a draft', { ...good, issue: false }],
    ['an email address', { ...good, customerEmail: 'ada@example.com' }],
  ])('takes %s', (_, body) => {
    expect(wrongIn(body)).toEqual({})
  })

  it.each([
    ['no reference', { lineItems: [line] }, 'customerReference'],
    ['an empty reference', { ...good, customerReference: '' }, 'customerReference'],
    ['a reference past its limit', { ...good, customerReference: 'x'.repeat(256) }, 'customerReference'],
    ['a reference with a control character', { ...good, customerReference: 'a\u0000b' }, 'customerReference'],
    ['a reference that is a number', { ...good, customerReference: 7 }, 'customerReference'],
    ['no lines', { customerReference: 'c' }, 'lineItems'],
    ['an empty list of lines', { ...good, lineItems: [] }, 'lineItems'],
    ['lines that are no list', { ...good, lineItems: line }, 'lineItems'],
    ['201 lines', { ...good, lineItems: Array.from({ length: 201 }, () => line) }, 'lineItems'],
    ['lines that cost nothing together', { ...good, lineItems: [{ ...line, unitAmountMinor: 0 }] }, 'lineItems'],
    ['a total past its limit', { ...good, lineItems: [{ ...line, unitAmountMinor: most }, line] }, 'lineItems'],
    ['a product past its limit', withLine({ qty: 1_000_000, unitAmountMinor: most }), 'lineItems'],
    ['a line that is a text', { ...good, lineItems: ['x'] }, 'lineItems.0'],
    ['a line without a description', { ...good, lineItems: [without('description')] }, 'lineItems.0.description'],
    ['a line without a quantity', { ...good, lineItems: [without('qty')] }, 'lineItems.0.qty'],
    ['a line without an amount', { ...good, lineItems: [without('unitAmountMinor')] }, 'lineItems.0.unitAmountMinor'],
    ['an empty description', withLine({ description: '' }), 'lineItems.1.description'],
    ['a description past its limit', withLine({ description: 'x'.repeat(201) }), 'lineItems.1.description'],
    ['a quantity of 0', withLine({ qty: 0 }), 'lineItems.1.qty'],
    ['a negative quantity', withLine({ qty: -1 }), 'lineItems.1.qty'],
    ['half a thing', withLine({ qty: 0.5 }), 'lineItems.1.qty'],
    ['a quantity past its limit', withLine({ qty: 1_000_001 }), 'lineItems.1.qty'],
    ['a quantity as text', withLine({ qty: '1' }), 'lineItems.1.qty'],
    ['a negative amount', withLine({ unitAmountMinor: -1 }), 'lineItems.1.unitAmountMinor'],
    ['an amount with a fraction', withLine({ unitAmountMinor: 1.5 }), 'lineItems.1.unitAmountMinor'],
    ['an amount as text', withLine({ unitAmountMinor: '100' }), 'lineItems.1.unitAmountMinor'],
    ['an amount of 2^53', withLine({ unitAmountMinor: 2 ** 53 }), 'lineItems.1.unitAmountMinor'],
    ['an unknown field of a line', withLine({ discount: 1 }), 'lineItems.1.discount'],
    ['a currency in lower case', { ...good, currency: 'usd' }, 'currency'],
    ['a currency of null', { ...good, currency: null }, 'currency'],
    ['no email address', { ...good, customerEmail: 'ada@' }, 'customerEmail'],
    ['an email address past its limit', { ...good, customerEmail: `${'a'.repeat(250)}@b.cc` }, 'customerEmail'],
    ['a day that there is not', { ...good, dueDate: '2026-02-30' }, 'dueDate'],
    ['a leap day in another year', { ...good, dueDate: '2026-02-29' }, 'dueDate'],
    ['a time', { ...good, dueDate: '2026-02-28T00:00:00Z' }, 'dueDate'],
    ['a day of the year 0', { ...good, dueDate: '0000-01-01' }, 'dueDate'],
    ['a due date that is a number', { ...good, dueDate: 20261231 }, 'dueDate'],
    ['issue as text', { ...good, issue: 'true' }, 'issue'],
    ['an unknown field', { ...good, number: 7 }, 'number'],
    [
      'a field named like a prototype',
      JSON.parse(`{"customerReference":"c","lineItems":[${JSON.stringify(line)}],"constructor":1}`),
      'constructor',
    ],
  ])('refuses %s and names the field alone', (_, body, field) => {
    expect(wrongIn(body)).toEqual({ [field]: expect.stringMatching(/./) })
  })

  it('names every wrong field at once', () => {
    expect(Object.keys(wrongIn({ dueDate: 'soon', lineItems: [{ ...line, qty: 0, description: '' }] })).sort()).toEqual(
      ['customerReference', 'dueDate', 'lineItems.0.description', 'lineItems.0.qty'],
    )
  })
})

it('what takes no fields refuses one', () => {
  expect(readFields(NoFields, {}).ok).toBe(true)
  expect(readFields(NoFields, { amountMinor: 1 })).toMatchObject({ ok: false })
})
