import { listenTo } from '@/lib/db/listen-to'
import { log } from '@/lib/log/log'
import type { LiveEvent, LiveTopic } from './live-event'
import { LIVE_CHANNEL } from './live-event-store'

type Listener = (event: LiveEvent) => void

interface LiveEvents {
  readonly listeners: Map<LiveTopic, Set<Listener>>
  readonly ends: Set<() => void>
  close: (() => Promise<void>) | undefined
}

// The server that ends the process and the routes that hold the pages are bundled apart: both must mean the same one.
const shared = globalThis as { openchargeLiveEvents?: LiveEvents }

const live = (): LiveEvents => {
  shared.openchargeLiveEvents ??= { listeners: new Map(), ends: new Set(), close: undefined }
  return shared.openchargeLiveEvents
}

/** Hears of this topic until the returned function is called. `onEnd`: this process ends, and the page has to ask another. */
export function hearLiveEvents(topic: LiveTopic, listener: Listener, onEnd: () => void): () => void {
  const { listeners, ends } = live()
  const ofTopic = listeners.get(topic) ?? new Set()
  listeners.set(topic, ofTopic.add(listener))
  ends.add(onEnd)
  live().close ??= listenTo(LIVE_CHANNEL, { onMessage: passOn, onGap: lookAgain })
  return () => {
    ends.delete(onEnd)
    ofTopic.delete(listener)
    if (ofTopic.size === 0 && listeners.get(topic) === ofTopic) listeners.delete(topic)
  }
}

/** Ends every open page's connection, so that a process that stops need not wait for them. */
export async function closeLiveEvents(): Promise<void> {
  const { ends, close } = live()
  for (const end of [...ends]) end()
  live().close = undefined
  await close?.()
}

function passOn(text: string): void {
  const { topic, event } = JSON.parse(text) as { topic: LiveTopic; event: LiveEvent }
  tell(live().listeners.get(topic) ?? [], event)
}

function lookAgain(): void {
  for (const ofTopic of live().listeners.values()) tell(ofTopic, { kind: 'look_again' })
}

function tell(listeners: Iterable<Listener>, event: LiveEvent): void {
  for (const listener of listeners) {
    try {
      listener(event)
    } catch (cause) {
      log().warn({ err: cause }, 'an open page could not be told')
    }
  }
}
