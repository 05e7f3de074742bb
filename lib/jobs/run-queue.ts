import { EventEmitter } from 'node:events'
import { type Runner, type RunnerOptions, run, type WorkerEvents } from 'graphile-worker'
import { log } from '@/lib/log/log'

// Longer than a connection may take to come, so that a slow database is no failure yet.
const MOST_LOOK_MS = 8_000
const MOST_TRIES = 5

/**
 * Runs workers of the job queue, and gives them when they have looked for jobs once. Before its first look a runner asks what
 * the tasks are called in the database, and keeps the answer for ever, a failure too (graphile-worker 0.17): one that came up
 * in a bad moment would look again and again and never find a job. Such a runner is replaced.
 */
export async function runQueue(options: () => RunnerOptions, mostLookMs = MOST_LOOK_MS): Promise<Runner> {
  for (let tries = 1; ; tries++) {
    const given = options()
    const events: WorkerEvents = given.events ?? new EventEmitter()
    const looked = hasLooked(events, mostLookMs)
    const runner = await run({ ...given, events })
    if (await looked) return runner
    log().error({ tries }, 'the job queue cannot be looked at; its workers are replaced')
    await runner.stop()
    if (tries >= MOST_TRIES) throw new Error('The job queue cannot be looked at: see the database and its log.')
  }
}

function hasLooked(events: WorkerEvents, mostLookMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), mostLookMs)
    const found = () => {
      clearTimeout(late)
      resolve(true)
    }
    events.once('localQueue:getJobs:complete', found)
    events.once('worker:getJob:empty', found)
    events.once('job:start', found)
  })
}
