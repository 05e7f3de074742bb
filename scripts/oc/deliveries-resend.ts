import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok } from '@/lib/opencharge/result'
import { findDelivery, reopenDelivery, scheduleDelivery } from '@/lib/webhooks/delivery-store'
import { actor } from './actor'
import { defineCommand, refuse } from './command'
import { countText } from './count-text'
import { noDelivery } from './deliveries-show'
import { receiverText } from './delivery-text'

export const deliveriesResend = defineCommand<{ readonly force?: boolean }>({
  syntax: 'resend <id>',
  summary: 'send a webhook again, with three fresh days of attempts',
  details:
    'The body is the same, byte for byte, under the same id; the receiver recognises a proof or an event that it has. A worker sends it at once, or when one starts. The audit log names you.',
  examples: ['deliveries resend dlv_b3Qx…'],
  shape: (command) => command.option('--force', 'also when it was delivered'),
  run: async (session, { force = false }, [id = '']) => {
    await session.database()
    const delivery = await findDelivery(id)
    if (!delivery) return refuse(noDelivery(id))
    if (delivery.status === 'DELIVERED' && !force) {
      return refuse(`${id} was delivered. If its receiver has lost it, add --force.`)
    }
    await inTransaction(async (tx) => {
      if (!(await reopenDelivery(tx, id))) throw new Error(`delivery ${id} has gone`)
      await scheduleDelivery(tx, id, new Date())
      const details = `to ${receiverText(delivery)}, was ${delivery.status} after ${countText(delivery.attemptCount, 'attempt')}`
      await recordAudit(tx, { actor: actor(), action: 'delivery.resend', subject: id, details })
    })
    const json = {
      id,
      receiverOcid: delivery.receiverOcid,
      applicationId: delivery.applicationId,
      previousStatus: delivery.status,
      status: 'PENDING',
    }
    return ok({ json, lines: [`${id} goes to ${receiverText(delivery)} again. It was ${delivery.status}.`] })
  },
})
