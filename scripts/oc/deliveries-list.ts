import { Option } from 'commander'
import { findApplication } from '@/lib/applications/application-store'
import { ok } from '@/lib/opencharge/result'
import { type Delivery, listDeliveries } from '@/lib/webhooks/delivery-store'
import { noApplication } from './app-text'
import { defineCommand } from './command'
import { attemptText, receiverText } from './delivery-text'
import { limitValue } from './option-values'
import { momentText, textTable } from './text-table'

const statuses: Readonly<Record<Delivery['status'], true>> = {
  PENDING: true,
  DELIVERED: true,
  REFUSED: true,
  PARKED: true,
  DECLINED: true,
}

interface Options {
  readonly status?: Delivery['status']
  readonly app?: string
  readonly limit: number
}

export const deliveriesList = defineCommand<Options>({
  syntax: 'list',
  summary: 'list webhooks on their way, the newest first',
  details:
    'PENDING: will be tried (again). DELIVERED: the receiver took it. REFUSED: the receiver said no, which a person must look at. PARKED: three days of attempts are used up. DECLINED: it takes the proof from its issuer only, which tells it itself; there is nothing to do.',
  examples: [
    'deliveries list',
    'deliveries list --app app_7Yc…',
    'deliveries list --status PARKED',
    'deliveries list --status PARKED --json',
  ],
  shape: (command) =>
    command
      .addOption(new Option('--status <status>', 'only these').choices(Object.keys(statuses)))
      .option('--app <id>', 'only those to this application')
      .option('--limit <number>', 'at most this many', limitValue, 50),
  run: async (session, { status, app, limit }) => {
    await session.database()
    const found = await listDeliveries({ status, applicationId: app }, limit + 1)
    const deliveries = found.slice(0, limit)
    const hasMore = found.length > limit
    const rows = deliveries.map(
      ({ id, receiverOcid, applicationId, status: state, attemptCount, createdAt, nextAttemptAt, attempts }) => [
        id,
        receiverText({ receiverOcid, applicationId }),
        state,
        String(attemptCount),
        momentText(createdAt),
        state === 'PENDING' ? momentText(nextAttemptAt) : '-',
        attempts[0] ? attemptText(attempts[0], 60) : '-',
      ],
    )
    const header = ['ID', 'RECEIVER', 'STATUS', 'TRIES', 'SINCE', 'NEXT TRY', 'LAST OUTCOME']
    const lines =
      rows.length > 0
        ? textTable(header, rows)
        : [`There is no ${status ? `${status} ` : ''}delivery.`, ...(await whyNone(app))]
    if (hasMore) lines.push('There are more: --limit shows them.')
    return ok({ json: { deliveries: deliveries.map(({ body: _, ...shown }) => shown), hasMore }, lines })
  },
})

/** An application that never said where its events go has none, however much happens. */
async function whyNone(app: string | undefined): Promise<string[]> {
  if (app === undefined) return []
  const application = await findApplication(app)
  if (!application) return [noApplication(app)]
  if (application.webhookUrl !== null) return []
  return ['It has no webhook URL: "app set --webhook-url" gives it one, and "listen" shows its events as they happen.']
}
