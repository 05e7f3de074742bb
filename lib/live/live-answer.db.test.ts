import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { liveAnswer } from './live-answer'
import { closeLiveEvents } from './live-events'

useTestDatabase()
afterAll(() => closeLiveEvents())

const MOST = 20
const topic = 'user:somebody' as const

function openPages(count: number) {
  return Array.from({ length: count }, () => {
    const browser = new AbortController()
    return { browser, answer: liveAnswer(topic, browser.signal) }
  })
}
const statuses = (pages: readonly { readonly answer: Response }[]) => pages.map(({ answer }) => answer.status)

describe('a live page', () => {
  let pages: ReturnType<typeof openPages> = []
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
    pages = openPages(MOST)
  })
  afterEach(() => {
    for (const { browser } of pages) browser.abort()
    vi.useRealTimers()
  })

  test('is one of a few of its person: one more is told to come back later', () => {
    expect(statuses(pages)).toEqual(Array.from({ length: MOST }, () => 200))
    const [more] = openPages(1)
    expect(more?.answer.status).toBe(429)
    expect(more?.answer.headers.get('retry-after')).toBe('60')
  })

  test('leaves its place to others when its browser goes, though nobody has begun to read', () => {
    for (const { browser } of pages) browser.abort()
    pages = openPages(MOST)
    expect(statuses(pages)).toEqual(Array.from({ length: MOST }, () => 200))
  })

  test('takes no place when its browser is gone before the answer', () => {
    pages.pop()?.browser.abort()
    expect(liveAnswer(topic, AbortSignal.abort()).status).toBe(204)
    pages.push(...openPages(1))
    expect(statuses(pages)).toEqual(Array.from({ length: MOST }, () => 200))
  })

  test('ends after ten minutes, so that its person is asked anew who it is', async () => {
    const reader = pages[0]?.answer.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    vi.advanceTimersByTime(10 * 60_000)
    const chunks = []
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) chunks.push(next.value)
    expect(chunks.length).toBeGreaterThan(0)
    expect(statuses(openPages(1))).toEqual([200])
  })
})
