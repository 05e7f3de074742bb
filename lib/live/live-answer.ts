import type { LiveEvent, LiveTopic } from './live-event'
import { hearLiveEvents } from './live-events'

// A person has few pages open; more than these are somebody's attempt to use up our connections.
const MOST_PAGES_OF_A_TOPIC = 20
// Proxies and browsers give up a connection on which nothing comes.
const HEARTBEAT_MS = 25_000
const RETRY_MS = 2_000
// Then the page asks anew, and is asked anew who it is: a session ends by its own time, and nobody announces that.
const LONGEST_MS = 10 * 60_000

const open = new Map<LiveTopic, number>()

/**
 * An answer that stays open: server-sent events (HTML standard, section 9.2) of one topic, until either side goes. `gone` is
 * the request's signal: of a page that left before its answer began, nothing else tells.
 */
export function liveAnswer(topic: LiveTopic, gone: AbortSignal): Response {
  if (gone.aborted) return new Response(null, { status: 204 })
  const pages = open.get(topic) ?? 0
  if (pages >= MOST_PAGES_OF_A_TOPIC) return new Response(null, { status: 429, headers: { 'retry-after': '60' } })
  open.set(topic, pages + 1)
  let close = () => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      close = keepOpen(topic, controller)
      gone.addEventListener('abort', close, { once: true })
    },
    cancel: () => close(),
  })
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    // Neither kept, nor gathered up to be compressed.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  }
  return new Response(body, { headers })
}

function keepOpen(topic: LiveTopic, controller: ReadableStreamDefaultController<Uint8Array>): () => void {
  const encoder = new TextEncoder()
  const send = (text: string) => controller.enqueue(encoder.encode(text))
  const heartbeat = setInterval(() => send(':\n\n'), HEARTBEAT_MS)
  const lifetime = setTimeout(() => end(), LONGEST_MS)
  let isClosed = false
  const close = () => {
    if (isClosed) return
    isClosed = true
    clearInterval(heartbeat)
    clearTimeout(lifetime)
    forget()
    open.set(topic, (open.get(topic) ?? 1) - 1)
    if (open.get(topic) === 0) open.delete(topic)
  }
  const end = () => {
    close()
    controller.close()
  }
  const pass = (event: LiveEvent) => (event.kind === 'signed_out' ? end() : send(`data: ${JSON.stringify(event)}\n\n`))
  const forget = hearLiveEvents(topic, pass, end)
  send(`retry: ${RETRY_MS}\n\n`)
  return close
}
