import { expect, test } from 'vitest'
import { readIdempotencyKey } from '@/lib/http/idempotency-key'

const read = (key: string | null) => readIdempotencyKey({ get: () => key })

test.each([null, 'a', 'a b~!', 'x'.repeat(255)])('%j is taken as it is', (key) => {
  expect(read(key)).toEqual({ ok: true, value: key })
})

test.each(['', 'x'.repeat(256), 'a\tb', 'a\u0000', 'caf\u00e9', 'a\u007f'])('%j is refused', (key) => {
  expect(read(key)).toMatchObject({ ok: false, error: { code: 'INVALID_REQUEST' } })
})
