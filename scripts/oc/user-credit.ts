import { recordAudit } from '@/lib/audit/audit-store'
import { findUser } from '@/lib/auth/user-store'
import { inTransaction } from '@/lib/db/transaction'
import { listAccounts } from '@/lib/ledger/balance-store'
import { ok } from '@/lib/opencharge/result'
import { creditWalletWithin } from '@/lib/wallet/credit-wallet'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'
import { emailValue, reasonValue } from './option-values'
import { walletJson } from './wallet-text'

interface Options {
  readonly email: string
  readonly amount: string
  readonly reason: string
}

export const userCredit = defineCommand<Options>({
  syntax: 'credit',
  summary: "put money into a person's wallet",
  details:
    'For money that reached you outside the network. It enters from cash-in; the audit log keeps your name and the reason. Running the command twice credits twice.',
  examples: ['user credit --email ada@example.com --amount USD=10.00 --reason "bank transfer 2026-118"'],
  shape: (command) =>
    command
      .requiredOption('--email <address>', 'whose wallet', emailValue)
      .requiredOption('--amount <currency=amount>', 'how much, like USD=10.00')
      .requiredOption('--reason <text>', 'why, for whoever reads the audit log', reasonValue),
  run: async (session, { email, amount, reason }) => {
    const { CURRENCIES } = await session.database()
    const money = parseMoneyOption(amount, CURRENCIES)
    if (!money.ok) return misuse(money.error)
    const person = await findUser(email)
    if (!person) return refuse(`There is no ${email}. "npm run oc -- user add --email ${email}" adds one.`)
    const { amountMinor, currency } = money.value
    const shown = moneyText(amountMinor, currency.code, CURRENCIES)
    const transferId = await inTransaction(async (tx) => {
      const credit = { userId: person.id, mode: 'LIVE', money: money.value, reason: 'CREDIT' } as const
      const id = await creditWalletWithin(tx, credit)
      const details = `${shown}, transfer ${id}: ${reason}`
      await recordAudit(tx, { actor: actor(), action: 'user.credit', subject: email, details })
      return id
    })
    const wallet = (await listAccounts({ userId: person.id }, 1000)).find(
      ({ currency: code, mode }) => code === currency.code && mode === 'LIVE',
    )
    const now = wallet ? ` The wallet has ${moneyText(wallet.postedMinor, wallet.currency, CURRENCIES)} now.` : ''
    const json = {
      email,
      credited: moneyJson(amountMinor, currency.code, CURRENCIES),
      transferId,
      reason,
      wallet: wallet ? walletJson(wallet, CURRENCIES) : null,
    }
    return ok({ json, lines: [`Credited ${shown} to ${email} (transfer ${transferId}).${now}`] })
  },
})
