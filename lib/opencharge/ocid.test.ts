import { expect, it } from 'vitest'
import { parseOcid } from '@/lib/opencharge/ocid'

it.each([
  [0, 0],
  ['0', 0],
  [-0, 0],
  ['200', 200],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  [String(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER],
])('%s is an OCID', (value, ocid) => {
  expect(parseOcid(value)).toBe(ocid)
})

it.each([
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  '',
  '-1',
  '+1',
  '01',
  '1.0',
  '1e2',
  ' 1',
  '1\n',
  '0x1',
  '9007199254740992',
  null,
  undefined,
  true,
  [1],
  1n,
])('%s is none', (value) => {
  expect(parseOcid(value)).toBeUndefined()
})
