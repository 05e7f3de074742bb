import type { CurrencyTable } from '@/lib/money/currency'
import { displayText } from '@/lib/opencharge/display-text'
import type { Proof } from '@/lib/opencharge/proof'
import { ok } from '@/lib/opencharge/result'
import { type ListedProof, listReceivedProofs } from '@/lib/receiving/received-proof-store'
import { defineCommand } from './command'
import { moneyJson, moneyText } from './money-text'
import { limitValue } from './option-values'
import { momentText, textTable } from './text-table'

interface Options {
  readonly unmatched?: boolean
  readonly limit: number
}

export const proofsList = defineCommand<Options>({
  syntax: 'list',
  summary: 'list proofs by which others moved money to us, the newest first',
  details:
    'WALLET, PAYMENT, RESERVE: who was credited. UNMATCHED: nobody that the proof names is known here; the money waits in suspense until "proofs assign" says whose it is.',
  examples: ['proofs list', 'proofs list --unmatched', 'proofs list --unmatched --json'],
  shape: (command) =>
    command
      .option('--unmatched', 'only those whose money waits in suspense')
      .option('--limit <number>', 'at most this many', limitValue, 50),
  run: async (session, { unmatched = false, limit }) => {
    const { CURRENCIES } = await session.database()
    const found = await listReceivedProofs(unmatched, limit + 1)
    const proofs = found.slice(0, limit)
    const hasMore = found.length > limit
    const header = ['RECEIVED', 'ISSUER', 'TXID', 'AMOUNT', 'FROM', 'REFERENCE', 'CREDITED']
    const none = unmatched ? 'No money waits in suspense.' : 'Nobody has moved money to us by a proof yet.'
    const lines =
      proofs.length > 0
        ? textTable(
            header,
            proofs.map((one) => proofRow(one, CURRENCIES)),
          )
        : [none]
    if (hasMore) lines.push('There are more: --limit shows them.')
    return ok({ json: { proofs: proofs.map((one) => proofJson(one, CURRENCIES)), hasMore }, lines })
  },
})

const MOST_SHOWN = 40

function proofRow(listed: ListedProof, currencies: CurrencyTable): string[] {
  const { from, to } = JSON.parse(listed.proofText) as Proof
  return [
    momentText(listed.receivedAt),
    String(listed.issuer),
    listed.txid,
    moneyText(listed.amountMinor, listed.currency, currencies),
    String(from.ocid),
    to.reference === undefined ? '-' : displayText(to.reference, MOST_SHOWN) || '-',
    listed.assignedAt ? 'assigned' : listed.kind,
  ]
}

function proofJson({ proofText, amountMinor, currency, ...shown }: ListedProof, currencies: CurrencyTable) {
  const { from, to } = JSON.parse(proofText) as Proof
  return { ...shown, from, to, ...moneyJson(amountMinor, currency, currencies) }
}
