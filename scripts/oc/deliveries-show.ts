import { displayText } from '@/lib/opencharge/display-text'
import { ok } from '@/lib/opencharge/result'
import { readDeliveryLog } from '@/lib/webhooks/delivery-store'
import { defineCommand, refuse } from './command'
import { countText } from './count-text'
import { attemptText, receiverText } from './delivery-text'
import { momentText, textTable } from './text-table'

const MOST_SHOWN_CHARACTERS = 4_000

export const deliveriesShow = defineCommand({
  syntax: 'show <id>',
  summary: 'show one webhook: its body, and every attempt with the answer',
  examples: ['deliveries show dlv_b3Qx…', 'deliveries show dlv_0f3a… --json'],
  run: async (session, _, [id = '']) => {
    await session.database()
    const delivery = await readDeliveryLog(id)
    if (!delivery) return refuse(noDelivery(id))
    const { paymentId, body, status, attemptCount, createdAt, nextAttemptAt, attempts } = delivery
    const rows = attempts.map(({ startedAt, durationMs, ...attempt }) => [
      momentText(startedAt),
      `${durationMs} ms`,
      attemptText(attempt, 200),
    ])
    const tried = attemptCount === 0 ? 'not tried yet' : `tried ${countText(attemptCount, 'time')}`
    const lines = [
      `${delivery.id} to ${receiverText(delivery)}: ${status}, ${tried}, since ${momentText(createdAt)}`,
      ...(paymentId ? [`for payment ${paymentId}`] : []),
      ...(status === 'PENDING' ? [`next try ${momentText(nextAttemptAt)}`] : []),
      `body ${displayText(body, MOST_SHOWN_CHARACTERS)}`,
      ...(rows.length > 0 ? ['', ...textTable(['TRIED AT', 'TOOK', 'OUTCOME'], rows)] : []),
    ]
    return ok({ json: delivery, lines })
  },
})

export const noDelivery = (id: string) =>
  `There is no delivery ${displayText(id, 100)}. "npm run oc -- deliveries list" shows which there are.`
