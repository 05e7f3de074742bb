import { Option } from 'commander'
import { ok } from '@/lib/opencharge/result'
import { type RefundStatus, refundStatuses } from '@/lib/refunds/refund'
import { listRefunds } from '@/lib/refunds/refund-store'
import { defineCommand } from './command'
import { limitValue } from './option-values'
import { refundDocument, refundHeader, refundRow } from './refund-text'
import { textTable } from './text-table'

interface Options {
  readonly status?: RefundStatus
  readonly limit: number
}

export const refundList = defineCommand<Options>({
  syntax: 'list',
  summary: 'list refunds, the newest first',
  details:
    'AWAITING_APPROVAL: waits for a second operator. SUCCEEDED: the money is back. FAILED: whoever was paid had too little with us, or it was rejected; no money moved.',
  examples: ['refund list', 'refund list --status AWAITING_APPROVAL', 'refund list --json'],
  shape: (command) =>
    command
      .addOption(new Option('--status <status>', 'only these').choices(refundStatuses))
      .option('--limit <number>', 'at most this many', limitValue, 50),
  run: async (session, { status, limit }) => {
    const { CURRENCIES } = await session.database()
    const found = await listRefunds(status ?? null, limit + 1)
    const refunds = found.slice(0, limit)
    const hasMore = found.length > limit
    const none = status ? `No refund is ${status}.` : 'There is no refund.'
    const rows = refunds.map((refund) => refundRow(refund, CURRENCIES))
    const lines = rows.length > 0 ? textTable(refundHeader, rows) : [none]
    if (hasMore) lines.push('There are more: --limit shows them.')
    return ok({ json: { refunds: refunds.map((refund) => refundDocument(refund, CURRENCIES)), hasMore }, lines })
  },
})
