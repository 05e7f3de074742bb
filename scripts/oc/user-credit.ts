import { recordAudit } from '@/lib/audit/audit-store'
import { findUser } from '@/lib/auth/user-store'
import { type AccountBalance, listAccounts } from '@/lib/ledger/balance-store'
import type { Money } from '@/lib/money/money'
import { ok, type Result } from '@/lib/opencharge/result'
import { creditWalletWithin } from '@/lib/wallet/credit-wallet'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'
import { bookingOnce, claimBooking } from './new-booking'
import { bankReferenceValue, emailValue, reasonValue } from './option-values'
import { hasRoomFor, noRoom } from './room-for-credit'
import { walletJson } from './wallet-text'

interface Options {
  readonly email: string
  readonly amount: string
  readonly reason: string
  readonly reference?: string
}

export const userCredit = defineCommand<Options>({
  syntax: 'credit',
  summary: "put money into a person's wallet",
  details:
    'For money that reached you outside the network. It enters from cash-in; the audit log keeps your name and the reason. Under the same reference a person is credited once; without one, running the command twice credits twice.',
  examples: [
    'user credit --email ada@example.com --amount USD=10.00 --reason "paid in by bank" --reference "bank transfer 2026-118"',
  ],
  shape: (command) =>
    command
      .requiredOption('--email <address>', 'whose wallet', emailValue)
      .requiredOption('--amount <currency=amount>', 'how much, like USD=10.00')
      .requiredOption('--reason <text>', 'why, for whoever reads the audit log', reasonValue)
      .option('--reference <text>', 'your name for the payment that came in: booked once', bankReferenceValue),
  run: async (session, { email, amount, reason, reference }) => {
    const { CURRENCIES } = await session.database()
    const money = parseMoneyOption(amount, CURRENCIES)
    if (!money.ok) return misuse(money.error)
    const person = await findUser(email)
    if (!person) return refuse(`There is no ${email}. "npm run oc -- user add --email ${email}" adds one.`)
    if (!(await hasRoomFor(money.value, person.id))) return refuse(noRoom)
    const { amountMinor, currency } = money.value
    const shown = moneyText(amountMinor, currency.code, CURRENCIES)
    const wanted = { email, userId: person.id, money: money.value, shown, reason, reference }
    const credited = await credit(wanted)
    if (!credited.ok) return refuse(credited.error)
    const transferId = credited.value
    const wallet = await findWallet(person.id, currency.code)
    const json = {
      email,
      credited: moneyJson(amountMinor, currency.code, CURRENCIES),
      transferId,
      reason,
      wallet: wallet ? walletJson(wallet, CURRENCIES) : null,
    }
    const now = wallet ? ` The wallet has ${moneyText(wallet.postedMinor, currency.code, CURRENCIES)} now.` : ''
    return ok({ json, lines: [`Credited ${shown} to ${email} (transfer ${transferId}).${now}`] })
  },
})

interface Credit {
  readonly email: string
  readonly userId: string
  readonly money: Money
  readonly shown: string
  readonly reason: string
  readonly reference: string | undefined
}

/** Gives the transfer's id. */
async function credit({ email, userId, money, shown, reason, reference }: Credit): Promise<Result<bigint, string>> {
  return bookingOnce(async (tx) => {
    await claimBooking(tx, { subject: `a credit of person ${userId}`, reference })
    const id = await creditWalletWithin(tx, { userId, mode: 'LIVE', money, reason: 'CREDIT' })
    const details = `${shown}, transfer ${id}: ${reason}${reference === undefined ? '' : ` (${reference})`}`
    await recordAudit(tx, { actor: actor(), action: 'user.credit', subject: email, details })
    return id
  })
}

const MOST_WALLETS = 1_000

async function findWallet(userId: string, code: string): Promise<AccountBalance | undefined> {
  const wallets = await listAccounts({ userId }, MOST_WALLETS)
  return wallets.find(({ currency, mode }) => currency === code && mode === 'LIVE')
}
