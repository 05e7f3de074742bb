import { Logger, parseCronItems, type TaskList } from 'graphile-worker'
import { z } from 'zod'
import { announceEvent } from '@/lib/app-events/announce-event'
import { requeueLostEvents } from '@/lib/app-events/event-store'
import { forgetOldSignIns } from '@/lib/auth/user-store'
import { expireCheckouts } from '@/lib/checkout/expire-checkouts'
import { forgetOldCodes } from '@/lib/codes/shown-code-store'
import { pool } from '@/lib/db/pool'
import type { Gateway } from '@/lib/gateway/gateway'
import { forgetNonces } from '@/lib/http/nonce-store'
import { absorbPostings } from '@/lib/ledger/balance-store'
import { log } from '@/lib/log/log'
import { forgetUnsentMails } from '@/lib/mail/mail-queue'
import { type Mail, sendMail } from '@/lib/mail/send-mail'
import { forgetOldAnswers } from '@/lib/merchant-api/idempotency-store'
import { mailArrival } from '@/lib/people/arrival-mail'
import { takeSandboxTurns } from '@/lib/sandbox/take-sandbox-turns'
import { requeueLostSettlements, resolvePeer } from '@/lib/settlement/resolve-peer'
import { deliverWebhook } from '@/lib/webhooks/deliver-webhook'
import { requeueLostDeliveries } from '@/lib/webhooks/delivery-store'
import { createReceiverLanes } from '@/lib/webhooks/receiver-lanes'
import { dropExhaustedJobs, releaseDeadWorkers } from './dead-workers'
import { type Queue, runQueue } from './run-queue'
import { announceWorker } from './worker-presence'

// Deliveries wait for other people's servers, not for our processor: a place costs a promise.
const CONCURRENT_JOBS = 512
// One statement takes many jobs, and one marks many as done: else most statements of a busy gateway would be about its jobs.
// What was taken and then not begun, because all places are full, is given back.
const localQueue = { size: 64, ttl: 10_000, refetchDelay: { durationMs: 100, threshold: 63 } }
const BATCHES = { localQueue, completeJobBatchDelay: 100 }
// Settlements have places of their own, and those with peers that do not answer have others: whatever becomes of webhooks, and
// however many are dead, a payment whose peer is alive goes on. A place waits for another server and costs a promise.
const SETTLEMENT_PLACES = 64
// One worker of a pool asks for all of them, often: what is due must not wait for its turn to be looked for.
const SETTLEMENTS = { pollInterval: 250, preset: { worker: { localQueue } } }
// A mail server that hangs holds up mails, and nothing else.
const MAIL_PLACES = 8
const MOST_WAITING_POSTINGS = 500

/** Works through the jobs of this gateway until it is stopped. Any number of processes and machines can run one. */
export async function runWorker(us: Gateway, connectionString: string): Promise<Queue> {
  const presence = await announceWorker(connectionString)
  await releaseDeadWorkers(true)
  const lanes = createReceiverLanes()
  const common = { pgPool: pool(), noHandleSignals: true, pollInterval: 2_000, logger: new Logger(() => writeToLog) }
  const resolve = async (payload: unknown) => resolvePeer(us, readPeerOcid(payload))
  const [settlements, failing] = await Promise.all(
    [{ resolve }, { 'resolve-failing': resolve }].map((taskList) =>
      runQueue(() => ({ ...common, ...SETTLEMENTS, concurrency: SETTLEMENT_PLACES, taskList })),
    ),
  )
  const runner = await runQueue(() => ({
    ...common,
    preset: { worker: BATCHES },
    // One for all places, and what was put off for a moment waits for it.
    pollInterval: 500,
    concurrency: CONCURRENT_JOBS,
    parsedCronItems: parseCronItems([{ task: 'housekeeping', match: '* * * * *', options: { backfillPeriod: 0 } }]),
    taskList: {
      announce: async (payload) => announceEvent(us, readId(payload, 'eventId')),
      deliver: async (payload) => deliverWebhook(us, readId(payload, 'deliveryId'), lanes),
      housekeeping: keepHouse,
    },
  }))
  // Taken in batches as well: else each job of any kind that comes in would have it ask the database for mails.
  const mails = await runQueue(() => ({
    ...common,
    preset: { worker: { localQueue } },
    concurrency: MAIL_PLACES,
    taskList: mailTasks,
  }))
  // Each has a clock of its own: a shop that tests a lot must not keep payments from expiring on time.
  const clocks = [startClock(expireCheckouts), startClock(takeSandboxTurns)]
  const stop = async () => {
    await Promise.all(clocks.map((clock) => clock.stop()))
    await Promise.all([runner.stop(), settlements?.stop(), failing?.stop(), mails.stop()])
    await presence.leave()
  }
  return { stop }
}

// What is due at a certain second is looked for every second: an index says at once that there is nothing.
const CLOCK_MS = 1_000

function startClock(task: () => Promise<unknown>): { stop(): Promise<void> } {
  let turn: Promise<unknown> = Promise.resolve()
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    turn = task()
      .catch((cause: unknown) => log().error({ err: cause }, 'what is due could not be done'))
      .finally(() => {
        isBusy = false
      })
  }, CLOCK_MS)
  const stop = async () => {
    clearInterval(timer)
    await turn
  }
  return { stop }
}

const chores: readonly (() => Promise<unknown>)[] = [
  () => releaseDeadWorkers(false),
  dropExhaustedJobs,
  requeueLostDeliveries,
  requeueLostEvents,
  requeueLostSettlements,
  () => absorbPostings(MOST_WAITING_POSTINGS),
  () => forgetNonces(Math.floor(Date.now() / 1000)),
  forgetOldSignIns,
  forgetOldCodes,
  forgetOldAnswers,
  forgetUnsentMails,
]

/** One chore that fails is heard of, and does not keep the others from being done. */
async function keepHouse(): Promise<void> {
  for (const chore of chores) {
    await chore().catch((cause: unknown) => log().error({ err: cause }, 'a chore of the worker failed'))
  }
}

// The queue's own chatter is for debugging. It warns of more jobs than connections and than come in one batch, which is meant:
// they wait for other servers.
function writeToLog(level: string, message: string): void {
  if (level === 'error') log().error(message)
  else if (level === 'warning' && !/maxPoolSize|job batch size/.test(message)) log().warn(message)
  else log().trace(message)
}

const mailTasks: TaskList = {
  mail: async (payload) => sendMail(readMail(payload)),
  'mail-arrival': async (payload) => mailArrival(BigInt(readId(payload, 'transferId'))),
}

const mailShape = z.object({ recipient: z.string(), subject: z.string(), text: z.string() })

function readMail(payload: unknown): Mail {
  const read = mailShape.safeParse(payload)
  if (!read.success) throw new Error('a mail job without its mail')
  return read.data
}

function readId(payload: unknown, name: 'deliveryId' | 'eventId' | 'transferId'): string {
  const value: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, name) : undefined
  if (typeof value === 'string') return value
  throw new Error(`a job without its ${name}`)
}

function readPeerOcid(payload: unknown): number {
  if (typeof payload === 'object' && payload !== null && 'ocid' in payload) return Number(payload.ocid)
  throw new Error('a settlement job without a peer')
}
