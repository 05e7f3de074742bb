import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok, type Result } from '@/lib/opencharge/result'
import { type Returned, type ReturnRefusal, returnPayout } from '@/lib/payouts/return-payout'
import { actor } from './actor'
import { defineCommand, refuse } from './command'
import { moneyJson, moneyText } from './money-text'
import { reasonValue, transferValue } from './option-values'

interface Options {
  readonly transfer: bigint
  readonly reason: string
}

export const payoutReturn = defineCommand<Options>({
  syntax: 'return',
  summary: 'book that a payout came back, or was a mistake',
  details: 'The account has all of it again. A payout comes back once; the audit log names you and the reason.',
  examples: ['payout return --transfer 977 --reason "the bank does not know the account"'],
  shape: (command) =>
    command
      .requiredOption('--transfer <number>', 'which, by its transfer in "payout list"', transferValue)
      .requiredOption('--reason <text>', 'why, for whoever reads the audit log', reasonValue),
  run: async (session, { transfer, reason }) => {
    const { CURRENCIES } = await session.database()
    const booked = await book(transfer, reason)
    if (!booked.ok) return refuse(sentenceOf(booked.error, transfer))
    const { payout, transferId } = booked.value
    const { accountId, amountMinor, currency } = payout
    const json = { transferId, account: accountId, returned: moneyJson(amountMinor, currency, CURRENCIES) }
    const shown = moneyText(amountMinor, currency, CURRENCIES)
    return ok({
      json,
      lines: [`Account ${accountId} has the ${shown} of transfer ${transfer} again (transfer ${transferId}).`],
    })
  },
})

async function book(payoutId: bigint, reason: string): Promise<Result<Returned, ReturnRefusal>> {
  return inTransaction(async (tx) => {
    const booked = await returnPayout(tx, payoutId)
    if (!booked.ok) return booked
    const { payout, transferId } = booked.value
    const details = `transfer ${payoutId} of account ${payout.accountId} by transfer ${transferId}: ${reason}`
    await recordAudit(tx, { actor: actor(), action: 'payout.return', subject: `account ${payout.accountId}`, details })
    return booked
  })
}

const sentenceOf = (refusal: ReturnRefusal, payoutId: bigint): string =>
  refusal === 'NO_SUCH_PAYOUT'
    ? `No payout has the transfer ${payoutId}: "payout list" shows them. Nothing was booked.`
    : `The payout of transfer ${payoutId} came back before. Nothing more was booked.`
