const LANES = 4
const MOST_WAITING = 20
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const PAUSE_PER_REFUSAL_MS = 50

/** A place in a lane, to be left when the delivery is over; or how long to stay away, because too many wait already. */
export type Place = { readonly leave: () => void } | { readonly awayMs: number }

export interface ReceiverLanes {
  enter(receiverOcid: number): Promise<Place>
}

interface Receiver {
  running: number
  refused: number
  readonly waiting: (() => void)[]
}

/**
 * Who may be delivered to now. A receiver that hangs holds a few places of the worker and no more: some deliveries run, some
 * wait for their turn, and the others are sent away for longer, the more of them there are.
 */
export function createReceiverLanes(): ReceiverLanes {
  const receivers = new Map<number, Receiver>()

  const leave = (ocid: number, receiver: Receiver) => {
    const next = receiver.waiting.shift()
    if (next) return next()
    receiver.running--
    if (receiver.running === 0) receivers.delete(ocid)
  }

  const enter = async (ocid: number): Promise<Place> => {
    const receiver = receivers.get(ocid) ?? { running: 0, refused: 0, waiting: [] }
    receivers.set(ocid, receiver)
    if (receiver.running >= LANES) {
      if (receiver.waiting.length >= MOST_WAITING) return { awayMs: pauseAfter(receiver.refused++) }
      await new Promise<void>((resolve) => receiver.waiting.push(resolve))
    } else receiver.running++
    return { leave: () => leave(ocid, receiver) }
  }

  return { enter }
}

const pauseAfter = (refused: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS + refused * PAUSE_PER_REFUSAL_MS)
