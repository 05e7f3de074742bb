import { displayText } from '@/lib/opencharge/display-text'
import { ok } from '@/lib/opencharge/result'
import { readSettlementLog, type SettlementLog } from '@/lib/settlement/settlement-log-store'
import { defineCommand, refuse } from './command'
import { moneyJson } from './money-text'
import { partyJson, readPartyNamesIfPossible } from './party-names'
import { settlementLogLines } from './settlement-text'

export const settlementsShow = defineCommand({
  syntax: 'show <id>',
  summary: 'show a payment with every attempt to settle it through others, step by step',
  details: 'The id is that of a settlement (stl_…), of a payment (pay_…) or of a checkout session (sess_…).',
  examples: ['settlements show stl_b3Qx…', 'settlements show pay_KL-Jnf… --json'],
  run: async (session, _, [id = '']) => {
    const { CURRENCIES } = await session.database()
    const log = await readSettlementLog(id)
    if (!log) return refuse(noSettlement(id))
    const names = await readPartyNamesIfPossible(session, partiesOf(log))
    const { amountMinor, currency, merchantOcid, attempts, ...payment } = log
    const json = {
      ...payment,
      merchant: partyJson(merchantOcid, names),
      ...moneyJson(amountMinor, currency, CURRENCIES),
      attempts: attempts.map(({ providers, ...attempt }) => ({
        ...attempt,
        providers: providers.map((ocid) => partyJson(ocid, names)),
      })),
    }
    return ok({ json, lines: settlementLogLines(log, names, CURRENCIES) })
  },
})

const partiesOf = ({ merchantOcid, attempts }: SettlementLog): number[] => [
  merchantOcid,
  ...attempts.flatMap(({ providers }) => providers),
]

export const noSettlement = (id: string) =>
  `There is no settlement ${displayText(id, 100)}. "npm run oc -- settlements list" shows those that are under way.`
