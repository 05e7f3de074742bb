import { ok } from '@/lib/opencharge/result'
import { listPartners } from '@/lib/partners/partner-store'
import { defineCommand } from './command'
import { textTable } from './text-table'

export const partnerList = defineCommand({
  syntax: 'list',
  summary: 'list what is agreed with others',
  examples: ['partner list', 'partner list --json'],
  run: async (session) => {
    await session.database()
    const partners = await listPartners()
    const rows = partners.map(({ ocid, blocked, gatewayAccount, merchantAccount, currencies, capabilities }) => [
      String(ocid),
      blocked ? 'blocked' : 'allowed',
      gatewayAccount ? 'yes' : merchantAccount ? 'merchant' : 'no',
      currencies.join(',') || 'all',
      capabilities.join(',') || '-',
    ])
    const none = 'Nothing is agreed with anybody: everybody on the network is an ordinary stranger.'
    const header = ['OCID', 'REQUESTS', 'ACCOUNT WITH US', 'CURRENCIES', 'EXTRA CAPABILITIES']
    return ok({ json: { partners }, lines: rows.length > 0 ? textTable(header, rows) : [none] })
  },
})
