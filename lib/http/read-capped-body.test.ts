import { expect, test, vi } from 'vitest'
import { readCappedBody } from './read-capped-body'

const most = 1000

/** A request whose body comes in these parts, and what was asked of it. */
function requestOf(parts: readonly Uint8Array[], headers: Record<string, string> = {}) {
  const cancel = vi.fn()
  let next = 0
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = parts[next++]
        if (part) controller.enqueue(part)
        else controller.close()
      },
      cancel,
    },
    { highWaterMark: 0 },
  )
  const request = new Request('https://pay.example/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
  return { request, cancel, read: () => next }
}

const bytes = (length: number, value = 97) => new Uint8Array(length).fill(value)

test.each([
  ['in one part', [bytes(1000)]],
  ['in many parts', Array.from({ length: 10 }, () => bytes(100))],
  ['with empty parts between', [bytes(0), bytes(500), bytes(0), bytes(500)]],
])('a body of exactly the limit is read, %s', async (_, parts) => {
  const body = await readCappedBody(requestOf(parts).request, most)
  expect(body).toMatchObject({ ok: true })
  expect(body.ok && Buffer.from(body.value).equals(Buffer.from(bytes(1000)))).toBe(true)
})

test('bytes stay as they came: a BOM, a NUL and what is no UTF-8', async () => {
  const odd = new Uint8Array([0xef, 0xbb, 0xbf, 0x00, 0xff, 0xfe, 0x7b])
  const body = await readCappedBody(requestOf([odd.slice(0, 2), odd.slice(2)]).request, most)
  expect(body.ok && [...body.value]).toEqual([...odd])
})

test('a body that is not there is empty', async () => {
  const body = await readCappedBody(new Request('https://pay.example/'), most)
  expect(body.ok && body.value.byteLength).toBe(0)
})

test('a body that says it is too long is not read at all', async () => {
  const { request, read } = requestOf([bytes(10)], { 'content-length': '1001' })
  expect(await readCappedBody(request, most)).toEqual({ ok: false, error: 'PAYLOAD_TOO_LARGE' })
  expect(read()).toBe(0)
})

test.each([
  ['without a word on its length', {}],
  ['although it says it is short', { 'content-length': '5' }],
])('a body that is one byte too long is refused, %s', async (_, headers) => {
  const { request } = requestOf([bytes(1000), bytes(1)], headers)
  expect(await readCappedBody(request, most)).toEqual({ ok: false, error: 'PAYLOAD_TOO_LARGE' })
})

test('of a body without end only the beginning is read, and the rest is given up', async () => {
  const endless = requestOf(Array.from({ length: 10_000 }, () => bytes(400)))
  expect(await readCappedBody(endless.request, most)).toEqual({ ok: false, error: 'PAYLOAD_TOO_LARGE' })
  expect(endless.read()).toBeLessThan(10)
  expect(endless.cancel).toHaveBeenCalledOnce()
})
