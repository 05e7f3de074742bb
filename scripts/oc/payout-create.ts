import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import type { CurrencyTable } from '@/lib/money/currency'
import { ok, type Result } from '@/lib/opencharge/result'
import { type PayoutRefusal, type PayoutWish, payOut } from '@/lib/payouts/pay-out'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'
import { accountValue, bankReferenceValue } from './option-values'

interface Options {
  readonly account: bigint
  readonly amount: string
  readonly reference: string
}

export const payoutCreate = defineCommand<Options>({
  syntax: 'create',
  summary: 'book money that leaves the gateway outside the network',
  details:
    'For what you pay to a shop, a merchant, a merchant gateway or a person that has money with us, by bank for example; also to take a mistaken credit back. Book it first and pay then: "payout return" books what the bank sends back. The money goes to cash-in, the audit log names you. The same reference for the same account is booked once.',
  examples: ['payout create --account 42 --amount USD=100.00 --reference "bank transfer 2026-118"'],
  shape: (command) =>
    command
      .requiredOption('--account <number>', 'whose, by its number in "ledger accounts"', accountValue)
      .requiredOption('--amount <currency=amount>', 'how much, like USD=100.00')
      .requiredOption(
        '--reference <text>',
        'your name for the payment order, which the bank carries along',
        bankReferenceValue,
      ),
  run: async (session, { account: accountId, amount, reference }) => {
    const { CURRENCIES } = await session.database()
    const money = parseMoneyOption(amount, CURRENCIES)
    if (!money.ok) return misuse(money.error)
    const paid = await book({ accountId, money: money.value, reference, paidBy: actor() }, CURRENCIES)
    if (!paid.ok) return refuse(sentenceOf(paid.error, accountId, CURRENCIES, money.value.currency.code))
    const { amountMinor, currency } = money.value
    const transferId = paid.value
    const json = {
      transferId,
      account: accountId,
      reference,
      paidOut: moneyJson(amountMinor, currency.code, CURRENCIES),
    }
    const shown = moneyText(amountMinor, currency.code, CURRENCIES)
    return ok({ json, lines: [`Paid out ${shown} of account ${accountId} (transfer ${transferId}, ${reference}).`] })
  },
})

/** The deed and its entry in the audit log, neither without the other. */
async function book(wish: PayoutWish, currencies: CurrencyTable): Promise<Result<bigint, PayoutRefusal>> {
  const { accountId, money, reference, paidBy } = wish
  const shown = moneyText(money.amountMinor, money.currency.code, currencies)
  return inTransaction(async (tx) => {
    const paid = await payOut(tx, wish)
    if (!paid.ok) return paid
    const details = `${shown}, transfer ${paid.value}: ${reference}`
    await recordAudit(tx, { actor: paidBy, action: 'payout.create', subject: `account ${accountId}`, details })
    return paid
  })
}

function sentenceOf(refusal: PayoutRefusal, accountId: bigint, currencies: CurrencyTable, code: string): string {
  switch (refusal.code) {
    case 'NO_SUCH_ACCOUNT':
      return `There is no account ${accountId}: "ledger accounts" lists them. Nothing was booked.`
    case 'NOT_OWED':
      return `Account ${accountId} is ${refusal.kind}: nothing is paid out of it. Reserves change by "partner add" and "partner withdraw". Nothing was booked.`
    case 'TEST_MONEY':
      return `Account ${accountId} has test money, which nobody can be paid. Nothing was booked.`
    case 'OTHER_CURRENCY':
      return `Account ${accountId} is in ${refusal.currency}: write the amount as ${refusal.currency}=…. Nothing was booked.`
    case 'INSUFFICIENT':
      return `Account ${accountId} has ${moneyText(refusal.availableMinor, code, currencies)} that is not held. Nothing was booked.`
    case 'BOOKED_BEFORE':
      return `A payout of account ${accountId} with this reference is booked already: "payout list" shows it. Nothing more was booked.`
  }
}
