const LANES = 4
// With a receiver at its slowest they wait some 30 s: a job that is locked for a minute counts as a dead worker's (dead-workers.ts).
const MOST_WAITING = 8
const SHORTEST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 60_000
const FIRST_GUESS_MS = 50

/** A place in a lane, to be left when the receiver has answered; or how long to stay away, because too many wait already. */
export type Place = FreePlace | { readonly awayMs: number }

export interface FreePlace {
  readonly leave: () => void
}

export interface ReceiverLanes {
  enter(receiver: string): Promise<Place>
}

interface Receiver {
  running: number
  readonly waiting: (() => void)[]
  /** How long a delivery to it takes, as far as it is known; the latest count most. */
  usualMs: number
  /** When all who were sent away so far will have had their turn, at that pace. */
  freeAtMs: number
}

/**
 * Who may be delivered to now. A receiver that hangs holds a few places of the worker and no more: some deliveries run, some
 * wait for their turn, and the others are sent away until it should be theirs.
 */
export function createReceiverLanes(now: () => number = Date.now): ReceiverLanes {
  const receivers = new Map<string, Receiver>()

  const leave = (name: string, receiver: Receiver, enteredAtMs: number) => {
    receiver.usualMs = (receiver.usualMs + now() - enteredAtMs) / 2
    const next = receiver.waiting.shift()
    if (next) return next()
    receiver.running--
    if (receiver.running === 0) receivers.delete(name)
  }

  const enter = async (name: string): Promise<Place> => {
    const receiver = receivers.get(name) ?? { running: 0, waiting: [], usualMs: FIRST_GUESS_MS, freeAtMs: 0 }
    receivers.set(name, receiver)
    if (receiver.running < LANES) receiver.running++
    else if (receiver.waiting.length >= MOST_WAITING) return { awayMs: sendAway(receiver, now()) }
    else await new Promise<void>((resolve) => receiver.waiting.push(resolve))
    const enteredAtMs = now()
    return { leave: () => leave(name, receiver, enteredAtMs) }
  }

  return { enter }
}

function sendAway(receiver: Receiver, nowMs: number): number {
  const turnMs = receiver.usualMs / LANES
  receiver.freeAtMs = Math.max(receiver.freeAtMs, nowMs + MOST_WAITING * turnMs) + turnMs
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, receiver.freeAtMs - nowMs))
}
