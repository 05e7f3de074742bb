import { ok } from '@/lib/opencharge/result'
import { listPayouts, type Payout } from '@/lib/payouts/payout-store'
import { defineCommand } from './command'
import { moneyJson, moneyText } from './money-text'
import { limitValue } from './option-values'
import { ownerText } from './owner-text'
import { momentText, textTable } from './text-table'

export const payoutList = defineCommand<{ readonly limit: number }>({
  syntax: 'list',
  summary: 'list money that you have paid out, the newest first',
  examples: ['payout list', 'payout list --limit 1000 --json'],
  shape: (command) => command.option('--limit <number>', 'at most this many', limitValue, 100),
  run: async (session, { limit }) => {
    const { CURRENCIES } = await session.database()
    const found = await listPayouts(limit + 1)
    const payouts = found.slice(0, limit)
    const hasMore = found.length > limit
    const rows = payouts.map((payout) => [
      String(payout.transferId),
      momentText(payout.createdAt),
      String(payout.accountId),
      ownerText(payout),
      moneyText(payout.amountMinor, payout.currency, CURRENCIES),
      payout.returnTransferId === null ? 'out' : 'came back',
      payout.reference,
    ])
    const header = ['TRANSFER', 'WHEN', 'ACCOUNT', 'OWNER', 'AMOUNT', 'STATE', 'REFERENCE']
    const lines = rows.length > 0 ? textTable(header, rows) : ['Nothing was paid out yet.']
    if (hasMore) lines.push('There are more: --limit shows them.')
    const documentOf = ({ currency, amountMinor, ocid, ...payout }: Payout) => ({
      ...payout,
      ocid: ocid === null ? null : Number(ocid),
      amount: moneyJson(amountMinor, currency, CURRENCIES),
    })
    return ok({ json: { payouts: payouts.map(documentOf), hasMore }, lines })
  },
})
