import type { Gateway } from '@/lib/gateway/gateway'
import { log } from '@/lib/log/log'
import { type Attempt, deliveryOutcome, eventOutcome } from './delivery-outcome'
import { nextAttemptAt } from './delivery-schedule'
import { type AttemptRecord, type Delivery, findDelivery, putOffDelivery, recordAttempt } from './delivery-store'
import type { FreePlace, ReceiverLanes } from './receiver-lanes'
import { sendToApplication } from './send-to-application'
import { sendWebhook } from './send-webhook'

const MOST_LOGGED_CHARACTERS = 1024

/** Tries a delivery when it is its receiver's turn, or puts the job off when too many wait for that. */
export async function deliverWebhook(us: Gateway, deliveryId: string, lanes: ReceiverLanes): Promise<void> {
  const delivery = await findDelivery(deliveryId)
  if (delivery?.status !== 'PENDING') return
  const place = await lanes.enter(receiverOf(delivery))
  if ('awayMs' in place) return putOff(delivery, place.awayMs)
  await tryDelivery(us, delivery, place)
}

/** Spread by ±25 %, so that those who were sent away together do not come back together. */
async function putOff({ id }: Delivery, awayMs: number): Promise<void> {
  await putOffDelivery(id, new Date(Date.now() + awayMs * (0.75 + Math.random() / 2)))
}

/** Tries a delivery once and writes down what came of it, with the next attempt when there has to be one. */
async function tryDelivery(us: Gateway, delivery: Delivery, { leave }: FreePlace): Promise<void> {
  const startedAt = new Date()
  // The receiver is done with it: what is written down about it keeps nobody from the place.
  const attempt = await attemptDelivery(us, delivery).finally(leave)
  const record = attemptRecord(startedAt, attempt)
  const { status, retryAt } = decideNext(delivery, attempt, startedAt)
  await recordAttempt(delivery.id, record, status, retryAt)
  const { answer: _, ...shown } = record
  log()[status === 'DELIVERED' || status === 'DECLINED' ? 'info' : 'warn'](
    { deliveryId: delivery.id, receiver: receiverOf(delivery), status, ...shown },
    'webhook attempt',
  )
}

/** A name of the receiver, for its lane and for the log. */
const receiverOf = ({ applicationId, receiverOcid }: Delivery): string => applicationId ?? `OCID ${receiverOcid}`

async function attemptDelivery(us: Gateway, delivery: Delivery): Promise<Attempt> {
  if (delivery.applicationId !== null)
    return sendToApplication(us, { ...delivery, applicationId: delivery.applicationId })
  if (delivery.receiverOcid === null) throw new Error(`delivery ${delivery.id} is for nobody`)
  const receiver = await us.registry.peer(delivery.receiverOcid)
  if (!receiver.ok) return { kind: 'failure', failure: `${receiver.error.code}: ${receiver.error.message}` }
  return sendWebhook(us, receiver.value, delivery.body)
}

function decideNext(
  delivery: Delivery,
  attempt: Attempt,
  startedAt: Date,
): { status: Delivery['status']; retryAt: Date | null } {
  const outcome = delivery.applicationId === null ? deliveryOutcome(attempt, delivery.relayed) : eventOutcome(attempt)
  if (outcome !== 'TRY_AGAIN') return { status: outcome, retryAt: null }
  const firstTriedAtMs = (delivery.firstTriedAt ?? startedAt).getTime()
  const at = nextAttemptAt(delivery.attemptCount + 1, firstTriedAtMs, Date.now(), Math.random())
  return at === undefined ? { status: 'PARKED', retryAt: null } : { status: 'PENDING', retryAt: new Date(at) }
}

function attemptRecord(startedAt: Date, attempt: Attempt): AttemptRecord {
  const durationMs = Date.now() - startedAt.getTime()
  if (attempt.kind === 'failure') {
    return {
      startedAt,
      durationMs,
      httpStatus: null,
      answer: null,
      failure: attempt.failure.slice(0, MOST_LOGGED_CHARACTERS),
    }
  }
  // PostgreSQL text cannot hold NUL, and a receiver may answer with anything.
  const answer = attempt.body.slice(0, MOST_LOGGED_CHARACTERS).replaceAll('\0', '')
  const failure = attempt.distrust && `the answer's signature does not hold: ${attempt.distrust}`
  return { startedAt, durationMs, httpStatus: attempt.httpStatus, answer, failure }
}
