import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { type Runner, type RunnerOptions, run, type WorkerEvents } from 'graphile-worker'
import { log } from '@/lib/log/log'

// Longer than a connection may take to come, so that a slow database is no failure yet.
const MOST_LOOK_MS = 8_000
const MOST_TRIES = 5
const REPLACE_PAUSE_MS = 1_000

/** Workers of the job queue that are there until they are stopped. */
export interface Queue {
  stop(): Promise<void>
}

/**
 * Runs workers of the job queue, and gives them when they have looked for jobs once. They are replaced where graphile-worker
 * (0.17) leaves a process without any: before its first look a runner asks what the tasks are called in the database, and
 * keeps the answer for ever, a failure too; and one that cannot tell the database which jobs are done ends for good.
 */
export async function runQueue(options: () => RunnerOptions, mostLookMs = MOST_LOOK_MS): Promise<Queue> {
  let isStopping = false
  let runner: Runner | undefined
  let replacing: Promise<void> = Promise.resolve()

  const start = async (): Promise<boolean> => {
    const given = options()
    const events: WorkerEvents = given.events ?? new EventEmitter()
    const looked = hasLooked(events, mostLookMs)
    const started = await run({ ...given, events })
    started.promise.catch(() => undefined)
    if (!(await looked)) {
      log().error('the job queue cannot be looked at; its workers are replaced')
      await stopRunner(started)
      return false
    }
    runner = started
    events.once('pool:gracefulShutdown', () => {
      if (!isStopping) replacing = replace()
    })
    return true
  }
  // What the ones that gave up had taken is free again after a minute (dead-workers.ts).
  const replace = async () => {
    log().error('the workers of the job queue gave up; others take their place')
    for (;;) {
      await pause(REPLACE_PAUSE_MS)
      if (isStopping) return
      const isStarted = await start().catch((cause: unknown) => {
        log().warn({ err: cause }, 'the job queue has no workers yet')
        return false
      })
      if (isStarted) return
    }
  }

  for (let tries = 1; !(await start()); tries++) {
    if (tries >= MOST_TRIES) throw new Error('The job queue cannot be looked at: see the database and its log.')
  }
  return {
    stop: async () => {
      isStopping = true
      await replacing
      if (runner) await stopRunner(runner)
    },
  }
}

async function stopRunner(runner: Runner): Promise<void> {
  await runner.stop().catch((cause: unknown) => log().debug({ err: cause }, 'the workers had ended by themselves'))
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
