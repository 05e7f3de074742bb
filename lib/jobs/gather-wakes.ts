import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'

const PAUSE_MS = 100

/**
 * The job queue wakes every pool of workers at each new job, whatever its task: one that has nothing to do with webhooks would
 * ask the database once or twice for each of them. For such a pool: wakes are gathered, one worker looks, and each that finds
 * something wakes the next.
 */
export function gatherWakes(): WorkerEvents {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => {
    const wake = workerPool.nudge.bind(workerPool)
    let timer: NodeJS.Timeout | undefined
    workerPool.nudge = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        wake(1)
      }, PAUSE_MS)
    }
    events.on('job:start', () => wake(1))
    events.on('pool:gracefulShutdown', () => clearTimeout(timer))
  })
  return events
}
